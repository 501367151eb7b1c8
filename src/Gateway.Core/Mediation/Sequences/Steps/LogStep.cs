using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Mediation.Messages;

namespace Gateway.Core.Mediation.Sequences.Steps;

/// <summary>How much a <c>log</c> says by itself.</summary>
internal enum LogLevel
{
    Simple,
    Headers,
    Full,
    Custom,
}

/// <summary><c>log</c>. What carries credentials is never written.</summary>
internal sealed class LogStep(
    SourcePlace place, LogLevel level, LogCategory category, string separator, ImmutableArray<(string Name, MessageExpression Value)> properties) : Step(place)
{
    /// <summary>The most characters of one line.</summary>
    public const int Longest = 8 * 1024;

    private const string Masked = "***";

    private static readonly string[] Secret =
        ["authorization", "cookie", "set-cookie", "proxy-authorization", "apikey", "x-api-key", "internal-key", "x-jwt-assertion", "password", "secret", "token"];

    public override bool NeedsBody(MediationRun run)
    {
        if (level is LogLevel.Full or LogLevel.Headers)
        {
            return true;
        }

        foreach (var (_, value) in properties)
        {
            if (value.ReadsBody)
            {
                return true;
            }
        }

        return false;
    }

    public override MediationEffect? Run(MediationRun run)
    {
        var text = new StringBuilder();
        if (level is LogLevel.Simple or LogLevel.Full)
        {
            Add(text, $"To: {WithoutQuery(run)}");
            if (run.Message.Header("SOAPAction") is { } action)
            {
                Add(text, $"SOAPAction: {action}");
            }

            Add(text, $"MessageID: urn:uuid:{run.Message.RequestId}");
            Add(text, $"Direction: {(run.Message.Status > 0 ? "response" : "request")}");
        }

        if (level == LogLevel.Headers && run.Body.Kind == BodyKind.Xml)
        {
            foreach (var block in SoapEnvelope.HeaderOf(run.Envelope).Elements())
            {
                Add(text, $"{block.Name.LocalName} : {(IsSecret(block.Name.LocalName) ? Masked : block.Value)}");
            }
        }

        foreach (var (name, value) in properties)
        {
            Add(text, $"{name} = {(value is SecretExpression || IsSecret(name) ? Masked : value.TextIn(run))}");
        }

        if (level == LogLevel.Full)
        {
            Add(text, run.Body.Kind switch
            {
                BodyKind.Json => $"Payload: {run.Body.JsonBody}",
                BodyKind.Xml or BodyKind.Text => $"Envelope: {run.Envelope.ToString(System.Xml.Linq.SaveOptions.DisableFormatting)}",
                var kind => $"Payload: ({(kind == BodyKind.None ? "none" : "not to be shown")})",
            });
        }

        // One entry is one line, whatever a message holds: nobody can write entries of his own.
        var line = text.ToString(0, Math.Min(text.Length, Longest)).ReplaceLineEndings(" ");
        return new MediationEffect.Log(category, string.Concat(line.Where(sign => !char.IsControl(sign) || sign == '\t')));
    }

    /// <summary>Whether what has such a name may carry credentials.</summary>
    public static bool IsSecret(string name) => Secret.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    // The query may hold credentials.
    private static string WithoutQuery(MediationRun run)
    {
        var to = run.To?.Url ?? run.Message.Path;
        var query = to.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? to : to[..query];
    }

    private void Add(StringBuilder text, string part)
    {
        if (text.Length > 0)
        {
            text.Append(separator);
        }

        text.Append(part);
    }

    /// <summary>An expression that names a header with credentials: it is not even asked.</summary>
    internal sealed class SecretExpression : MessageExpression
    {
        public override string? TextIn(MediationRun run) => Masked;
    }
}
