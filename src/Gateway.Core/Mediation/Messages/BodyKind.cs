namespace Gateway.Core.Mediation.Messages;

/// <summary>What a body is, as far as expressions can look at it.</summary>
public enum BodyKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>XML, a SOAP message among it.</summary>
    Xml,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>Plain text.</summary>
    Text,

    /// <summary>Anything else: it can be passed on, not looked at.</summary>
    Other,
}

/// <summary>Content types and what they say.</summary>
public static class ContentTypes
{
    /// <summary>JSON.</summary>
    public const string Json = "application/json";

    /// <summary>XML that is no SOAP message.</summary>
    public const string Xml = "application/xml";

    /// <summary>A SOAP 1.1 message.</summary>
    public const string Soap11 = "text/xml";

    /// <summary>A SOAP 1.2 message.</summary>
    public const string Soap12 = "application/soap+xml";

    /// <summary>Text.</summary>
    public const string Text = "text/plain";

    /// <summary>The media type without its parameters, in lower case; empty without a type.</summary>
    public static string MediaOf(string? contentType)
    {
        if (contentType is null)
        {
            return "";
        }

        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? contentType : contentType[..end]).Trim().ToLowerInvariant();
    }

    /// <summary>What a body of this type is.</summary>
    public static BodyKind KindOf(string? contentType) => MediaOf(contentType) switch
    {
        "" => BodyKind.Other,
        Json or "text/json" => BodyKind.Json,
        Xml or Soap11 or Soap12 => BodyKind.Xml,
        var media when media.EndsWith("+json", StringComparison.Ordinal) => BodyKind.Json,
        var media when media.EndsWith("+xml", StringComparison.Ordinal) || media.EndsWith("/xml", StringComparison.Ordinal) => BodyKind.Xml,
        var media when media.StartsWith("text/", StringComparison.Ordinal) => BodyKind.Text,
        _ => BodyKind.Other,
    };

    /// <summary>Whether a message of this type is sent with its SOAP envelope.</summary>
    public static bool IsSoap(string media) => media is Soap11 or Soap12;

    /// <summary>The value of the parameter <c>charset</c>; empty without one.</summary>
    public static string CharsetOf(string? contentType)
    {
        foreach (var part in contentType?.Split(';') ?? [])
        {
            var parameter = part.AsSpan().Trim();
            if (parameter.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))
            {
                return parameter["charset=".Length..].Trim().Trim('"').ToString();
            }
        }

        return "";
    }
}
