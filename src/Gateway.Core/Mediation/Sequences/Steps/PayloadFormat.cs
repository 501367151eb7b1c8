using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;
using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Messages;

namespace Gateway.Core.Mediation.Sequences.Steps;

/// <summary>What a <c>payloadFactory</c> makes.</summary>
internal enum PayloadKind
{
    Xml,
    Json,
    Text,
}

/// <summary>One argument of a <c>payloadFactory</c>.</summary>
/// <param name="Value">Its value.</param>
/// <param name="IsJson">Whether it is evaluated as JSON.</param>
/// <param name="IsLiteral">Whether it is text, whatever it looks like.</param>
internal sealed record PayloadArgument(MessageExpression Value, bool IsJson, bool IsLiteral);

/// <summary>A payload with places for arguments, cut at them when it is read. Immutable.</summary>
internal sealed class PayloadFormat
{
    private readonly ImmutableArray<string> _texts;
    private readonly ImmutableArray<int> _arguments;

    /// <param name="kind">What it makes.</param>
    /// <param name="format">The text with <c>$1</c> and so on.</param>
    public PayloadFormat(PayloadKind kind, string format)
    {
        Kind = kind;
        var texts = ImmutableArray.CreateBuilder<string>();
        var arguments = ImmutableArray.CreateBuilder<int>();
        var start = 0;
        for (var i = 0; i + 1 < format.Length; i++)
        {
            if (format[i] != '$' || !char.IsAsciiDigit(format[i + 1]))
            {
                continue;
            }

            var end = i + 1;
            while (end < format.Length && end < i + 4 && char.IsAsciiDigit(format[end]))
            {
                end++;
            }

            texts.Add(format[start..i]);
            arguments.Add(int.Parse(format.AsSpan(i + 1, end - i - 1), System.Globalization.CultureInfo.InvariantCulture));
            (start, i) = (end, end - 1);
        }

        texts.Add(format[start..]);
        _texts = texts.ToImmutable();
        _arguments = arguments.ToImmutable();
    }

    public PayloadKind Kind { get; }

    /// <summary>The highest number of an argument; 0: none.</summary>
    public int Most => _arguments.IsEmpty ? 0 : _arguments.Max();

    /// <summary>Whether it has a place for an argument numbered 0, which there is not.</summary>
    public bool HasZero => _arguments.Contains(0);

    /// <summary>The payload with its arguments.</summary>
    public string Fill(ImmutableArray<PayloadArgument> arguments, MediationRun run)
    {
        var filled = new StringBuilder(_texts[0]);
        for (var i = 0; i < _arguments.Length; i++)
        {
            filled.Append(Kind switch
            {
                PayloadKind.Xml => AsXml(arguments[_arguments[i] - 1], run),
                PayloadKind.Json => AsJson(arguments[_arguments[i] - 1], run),
                _ => arguments[_arguments[i] - 1].Value.TextIn(run) ?? "",
            });
            filled.Append(_texts[i + 1]);
        }

        return filled.ToString().Trim();
    }

    // XML goes in as it is, JSON is made XML, anything else is text.
    private static string AsXml(PayloadArgument argument, MediationRun run)
    {
        var text = argument.Value.TextIn(run) ?? "";
        if (argument.IsJson && LooksLikeJson(text))
        {
            var xml = JsonXml.ToXml(Parse(text));
            return xml.Name.LocalName == "jsonObject"
                ? string.Concat(xml.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)))
                : xml.ToString(SaveOptions.DisableFormatting);
        }

        return !argument.IsLiteral && IsXml(text) ? text : new XText(text).ToString();
    }

    private static string AsJson(PayloadArgument argument, MediationRun run)
    {
        var text = argument.Value.TextIn(run) ?? "";
        if (argument.IsLiteral)
        {
            return Escape(text);
        }

        if (!argument.IsJson && IsXml(text))
        {
            return XmlText.TryRead($"<jsonObject>{text}</jsonObject>", out var document, out _) ? JsonXml.ToJson(document.Root!) : Escape(text);
        }

        return LooksLikeJson(text) ? text : Escape(text);
    }

    private static string Escape(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    private static bool LooksLikeJson(string text) => text.AsSpan().TrimStart() is ['{' or '[', ..];

    private static bool IsXml(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.Length >= 4 && trimmed[0] == '<' && trimmed[^1] == '>' && XmlText.TryRead($"<x>{text}</x>", out _, out _);
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            throw new ExpressionException("An argument of payloadFactory is not well-formed JSON.");
        }
    }
}
