namespace Gateway.Core.Mediation.Rules;

/// <summary>The action of a SOAP message, from the head of the request.</summary>
internal static class SoapActionText
{
    /// <summary>
    /// The header <c>SOAPAction</c> without its quotes (SOAP 1.1, 6.1.1), else the media type's parameter <c>action</c> (RFC 3902); null: neither is
    /// there.
    /// </summary>
    public static string? Of(IRouteSubject subject) =>
        subject.Header("SOAPAction") is { } action ? action.Trim().Trim('"')
        : subject.Header("Content-Type") is { } type ? Parameter(type, "action")
        : null;

    private static string? Parameter(string type, string name)
    {
        var rest = type.AsSpan();
        for (var at = NextSemicolon(rest); at >= 0; at = NextSemicolon(rest))
        {
            rest = rest[(at + 1)..];
            var equals = rest.IndexOf('=');
            if (equals < 0)
            {
                return null;
            }

            if (rest[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                var value = rest[(equals + 1)..];
                var end = NextSemicolon(value);
                return (end < 0 ? value : value[..end]).Trim().Trim('"').ToString();
            }
        }

        return null;
    }

    // One that stands in a quoted text ends nothing.
    private static int NextSemicolon(ReadOnlySpan<char> text)
    {
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ';' when !isQuoted:
                    return i;
            }
        }

        return -1;
    }
}
