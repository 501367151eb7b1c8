namespace Gateway.Core.Mocks;

/// <summary>What the field <c>Prefer</c> (RFC 7240) asks of a mock: <c>code=404, example=name</c>. Other preferences are not looked at.</summary>
/// <param name="Code">The code asked for; empty: none. May be malformed.</param>
/// <param name="Example">The example asked for; empty: none.</param>
public readonly record struct Preferences(string Code, string Example)
{
    /// <summary>Whether the code is one that an answer can have.</summary>
    public bool IsCodeValid => Code.Length == 3 && Code.All(char.IsAsciiDigit) && Code[0] is >= '2' and <= '5';

    /// <summary>Reads the field; of a preference that comes twice the first counts.</summary>
    /// <param name="prefer">Its value, several fields joined by commas; empty: none.</param>
    public static Preferences Parse(string prefer)
    {
        ArgumentNullException.ThrowIfNull(prefer);
        if (prefer.Length == 0)
        {
            return new Preferences("", "");
        }

        string? code = null;
        string? example = null;
        foreach (var (name, value) in Pairs(prefer))
        {
            if (name.Equals("code", StringComparison.OrdinalIgnoreCase))
            {
                code ??= value;
            }
            else if (name.Equals("example", StringComparison.OrdinalIgnoreCase))
            {
                example ??= value;
            }
        }

        return new Preferences(code ?? "", example ?? "");
    }

    // Names and values, whether separated as preferences or as parameters of one; values may be quoted.
    private static IEnumerable<(string Name, string Value)> Pairs(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && text[at] is not (',' or ';' or '='))
            {
                at++;
            }

            var name = text[start..at].Trim();
            var value = "";
            if (at < text.Length && text[at] == '=')
            {
                at++;
                while (at < text.Length && text[at] == ' ')
                {
                    at++;
                }

                value = at < text.Length && text[at] == '"' ? Quoted(text, ref at) : Token(text, ref at);
            }

            yield return (name, value);
            at = text.IndexOfAny([',', ';'], at) is >= 0 and var next ? next + 1 : text.Length;
        }
    }

    private static string Token(string text, ref int at)
    {
        var end = text.IndexOfAny([',', ';'], at) is >= 0 and var found ? found : text.Length;
        var value = text[at..end].Trim();
        at = end;
        return value;
    }

    private static string Quoted(string text, ref int at)
    {
        var value = new System.Text.StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
            }

            value.Append(text[at]);
        }

        at = Math.Min(text.Length, at + 1);
        return value.ToString();
    }
}
