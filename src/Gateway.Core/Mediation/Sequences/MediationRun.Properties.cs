using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Messages;

namespace Gateway.Core.Mediation.Sequences;

/// <summary>Properties and headers.</summary>
public sealed partial class MediationRun
{
    private const string ContentType = "Content-Type";

    private Dictionary<string, PropertyValue>? _default;
    private Dictionary<string, PropertyValue>? _axis2;
    private Dictionary<string, PropertyValue>? _operation;
    private string? _cameAs;

    /// <summary>The names of the properties that sequences have set in the default scope.</summary>
    public IEnumerable<string> PropertyNames => _default?.Keys ?? Enumerable.Empty<string>();

    /// <summary>The properties whose names begin with one of the prefixes of a URI template's variables, as sequences have set them.</summary>
    public IEnumerable<KeyValuePair<string, string>> TemplateVariables => _default is null ? [] : _default
        .Where(pair => pair.Key.StartsWith(Routing.RequestVariables.PathPrefix, StringComparison.Ordinal)
            || pair.Key.StartsWith(Routing.RequestVariables.QueryPrefix, StringComparison.Ordinal))
        .Select(pair => KeyValuePair.Create(pair.Key, TextOf(pair.Value.Value) ?? ""));

    /// <inheritdoc />
    public object? Property(PropertyScope scope, string name) => scope switch
    {
        PropertyScope.Transport => Message.Header(name),
        PropertyScope.Axis2 => _axis2 is not null && _axis2.TryGetValue(name, out var set) ? set.Value : KnownProperties.OfAxis2(name, this),
        PropertyScope.Operation => _operation?.GetValueOrDefault(name).Value,
        _ => _default is not null && _default.TryGetValue(name, out var own) ? own.Value : KnownProperties.OfDefault(name, this),
    };

    /// <inheritdoc />
    public string QueryParameter(string name)
    {
        var parameters = new Routing.QueryParameters(Message.Query);
        while (parameters.MoveNext())
        {
            if (parameters.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Routing.PercentEncoding.Decode(parameters.Value, plusIsBlank: true);
            }
        }

        return "";
    }

    /// <summary>Sets a property, or removes it.</summary>
    /// <param name="scope">Its scope.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; null: it goes.</param>
    /// <param name="isComputed">Whether anything of the message is in it.</param>
    /// <exception cref="ExpressionException">A header cannot have this value.</exception>
    public void SetProperty(PropertyScope scope, string name, object? value, bool isComputed = true)
    {
        switch (scope)
        {
            case PropertyScope.Transport:
                SetHeader(name, value is null ? null : TextOf(value));
                break;
            case PropertyScope.Axis2:
                SetAxis2(name, value);
                break;
            case PropertyScope.Operation:
                Put(ref _operation, name, value, isComputed);
                break;
            default:
                Put(ref _default, name, value, isComputed);
                break;
        }
    }

    /// <summary>Sets a header, or removes it.</summary>
    /// <exception cref="ExpressionException">A header cannot have this name or value.</exception>
    public void SetHeader(string name, string? value)
    {
        if (value is not null && (value.AsSpan().ContainsAnyInRange('\u0000', '\u001f') || value.AsSpan().ContainsAnyExceptInRange('\u0000', '\u00ff') || value.Contains('\u007f')))
        {
            throw new ExpressionException($"The header {name} cannot hold control characters, or such beyond Latin-1.");
        }

        if (name.Equals(ContentType, StringComparison.OrdinalIgnoreCase))
        {
            RememberType();
        }

        Message.SetHeader(name, value);
    }

    /// <summary>Whether anything of the message is in a property.</summary>
    internal bool IsComputed(PropertyScope scope, string name) => scope switch
    {
        PropertyScope.Default when _default is not null && _default.TryGetValue(name, out var own) => own.IsComputed,
        PropertyScope.Operation when _operation is not null && _operation.TryGetValue(name, out var kept) => kept.IsComputed,
        _ => true,
    };

    /// <summary>Says of which type the message is, as WSO2's mediators do: with the header.</summary>
    internal void SetType(string media)
    {
        RememberType();
        MessageType = ContentTypes.MediaOf(media);
        Message.SetHeader(ContentType, media);
    }

    /// <summary>The message has a body again.</summary>
    internal void HasBody()
    {
        IsWithoutBody = false;
        _axis2?.Remove("NO_ENTITY_BODY");
    }

    /// <summary>A property's value as text; null: none.</summary>
    public static string? TextOf(object? value) => value switch
    {
        null => null,
        string text => text,
        bool truth => truth ? "true" : "false",
        double number => XPathQuery.NumberText(number),
        XElement element => element.ToString(SaveOptions.DisableFormatting),
        JsonElement json => JsonText.Of(json),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static void Put(ref Dictionary<string, PropertyValue>? properties, string name, object? value, bool isComputed)
    {
        if (value is null)
        {
            properties?.Remove(name);
            return;
        }

        (properties ??= new Dictionary<string, PropertyValue>(StringComparer.Ordinal))[name] = new PropertyValue(value, isComputed);
    }

    private void SetAxis2(string name, object? value)
    {
        var text = TextOf(value);
        switch (name)
        {
            case "REST_URL_POSTFIX":
                (IsPostfixChanged, Postfix) = (true, text ?? "");
                return;
            case "HTTP_METHOD":
                Method = text is null ? null : IsToken(text) ? text.ToUpperInvariant() : throw new ExpressionException("HTTP_METHOD is set to what is no method.");
                return;
            case "HTTP_SC":
                Status = StatusOf(text);
                return;
            case "messageType" when text is not null:
                SetType(text);
                return;
            case "ContentType" when text is not null:
                SetHeader(ContentType, text);
                return;
            case "NO_ENTITY_BODY":
                IsWithoutBody = text is not null && text.Equals("true", StringComparison.OrdinalIgnoreCase);
                break;
        }

        Put(ref _axis2, name, value, isComputed: true);
    }

    // The first type is what the body came as, until it is replaced.
    private void RememberType() => _cameAs ??= Message.Header(ContentType) ?? "";

    private static bool IsToken(string text) => text.Length is > 0 and <= 32 && text.All(char.IsAsciiLetter);

    // "200 OK" occurs: the leading number counts.
    private static int? StatusOf(string? text)
    {
        var digits = 0;
        while (text is not null && digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        return digits == 3 && int.Parse(text.AsSpan(0, 3), CultureInfo.InvariantCulture) is >= 200 and <= 599 and var status ? status : null;
    }

    private readonly record struct PropertyValue(object Value, bool IsComputed);
}
