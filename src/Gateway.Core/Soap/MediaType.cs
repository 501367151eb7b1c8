namespace Gateway.Core.Soap;

/// <summary>What a <c>Content-Type</c> says of a message: the type, its parameters, and which SOAP that makes it.</summary>
public static class MediaType
{
    private const string Multipart = "multipart/related";
    private const string Xop = "application/xop+xml";

    /// <summary>The type without parameters; of the text, nothing is copied.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> contentType)
    {
        var end = contentType.IndexOf(';');
        return (end < 0 ? contentType : contentType[..end]).Trim();
    }

    /// <summary>Whether it is MTOM or SOAP with Attachments by its type.</summary>
    public static bool IsMultipart(ReadOnlySpan<char> contentType) => Is(contentType, Multipart);

    /// <summary>Whether it is XML that is no SOAP by its type: <c>application/xml</c>, or <c>text/xml</c>, which SOAP 1.1 has too.</summary>
    public static bool IsXml(ReadOnlySpan<char> contentType) => Is(contentType, "application/xml") || Is(contentType, SoapNames.Media11);

    /// <summary>
    /// The SOAP that a message says to be. <c>text/xml</c> is SOAP 1.1 only with a SOAPAction (SOAP 1.1, section 6.1.1: a request must have
    /// one); without it, it may be any XML.
    /// </summary>
    /// <param name="contentType">The header's value; empty: none.</param>
    /// <param name="hasAction">Whether there is a header SOAPAction.</param>
    public static SoapVersion VersionOf(ReadOnlySpan<char> contentType, bool hasAction)
    {
        var type = Of(contentType);
        if (type.Equals(SoapNames.Media12, StringComparison.OrdinalIgnoreCase))
        {
            return SoapVersion.Soap12;
        }

        if (type.Equals(SoapNames.Media11, StringComparison.OrdinalIgnoreCase))
        {
            return hasAction ? SoapVersion.Soap11 : SoapVersion.None;
        }

        if (!type.Equals(Multipart, StringComparison.OrdinalIgnoreCase))
        {
            return SoapVersion.None;
        }

        // RFC 2387 has the root's type in 'type'; XOP (section 4.1 of its packaging) has the envelope's in 'start-info'.
        var root = Of(Parameter(contentType, "type"));
        if (root.Equals(Xop, StringComparison.OrdinalIgnoreCase))
        {
            root = Of(Parameter(contentType, "start-info"));
        }

        return root.Equals(SoapNames.Media12, StringComparison.OrdinalIgnoreCase) ? SoapVersion.Soap12
            : root.Equals(SoapNames.Media11, StringComparison.OrdinalIgnoreCase) ? SoapVersion.Soap11
            : SoapVersion.None;
    }

    /// <summary>A parameter's value without its quotes; null when there is none.</summary>
    public static string? Parameter(ReadOnlySpan<char> contentType, string name)
    {
        for (var at = contentType.IndexOf(';'); at >= 0;)
        {
            var rest = contentType[(at + 1)..];
            var equals = rest.IndexOf('=');
            if (equals < 0)
            {
                return null;
            }

            var isIt = rest[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
            var (value, length) = Value(rest[(equals + 1)..]);
            if (isIt)
            {
                return value;
            }

            var next = rest[(equals + 1 + length)..].IndexOf(';');
            at = next < 0 ? -1 : at + 1 + equals + 1 + length + next;
        }

        return null;
    }

    /// <summary>A value as a quoted string of a parameter.</summary>
    public static string Quoted(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // A token, or a quoted string with its quoted pairs (RFC 9110, section 5.6.4); and how many characters it takes.
    private static (string Value, int Length) Value(ReadOnlySpan<char> text)
    {
        var begin = text.Length - text.TrimStart().Length;
        if (begin == text.Length || text[begin] != '"')
        {
            var end = text.IndexOf(';');
            end = end < 0 ? text.Length : end;
            return (text[..end].Trim().ToString(), end);
        }

        var value = new System.Text.StringBuilder();
        var at = begin + 1;
        for (; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
            }

            value.Append(text[at]);
        }

        return (value.ToString(), Math.Min(text.Length, at + 1));
    }

    private static bool Is(ReadOnlySpan<char> contentType, string media) => Of(contentType).Equals(media, StringComparison.OrdinalIgnoreCase);
}
