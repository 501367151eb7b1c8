namespace Gateway.Core.Scripting;

/// <summary>Cuts script text into tokens, coarsely: enough to know strings, comments and regular expressions from the rest.</summary>
internal static class ScriptTokens
{
    /// <summary>Where the token, blank or comment that begins at an offset ends. What is left open ends with its line or the text.</summary>
    /// <param name="text">The script.</param>
    /// <param name="at">The offset.</param>
    /// <param name="wantsOperand">Whether an expression is to begin, so that a slash begins a regular expression.</param>
    public static int End(string text, int at, bool wantsOperand)
    {
        var c = text[at];
        var next = at + 1 < text.Length ? text[at + 1] : '\0';
        return c switch
        {
            '"' or '\'' => StringEnd(text, at),
            '/' when next == '/' => LineEnd(text, at),
            '/' when next == '*' => text.IndexOf("*/", at + 2, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : text.Length,
            '/' when wantsOperand => RegexEnd(text, at),
            '<' when string.CompareOrdinal(text, at, "<!--", 0, 4) == 0 => LineEnd(text, at),
            _ when IsWordPart(c) => WordEnd(text, at),
            '+' or '-' when next == c => at + 2,
            '=' when next == '>' => at + 2,
            _ => at + 1,
        };
    }

    public static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '\\' or '#' || c > '\u007f' && !char.IsWhiteSpace(c);

    private static int LineEnd(string text, int at) => text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;

    private static int StringEnd(string text, int at)
    {
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == text[at])
            {
                return i + 1;
            }
            else if (text[i] == '\n')
            {
                return i;
            }
        }

        return text.Length;
    }

    private static int RegexEnd(string text, int at)
    {
        var inClass = false;
        for (var i = at + 1; i < text.Length && text[i] != '\n'; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '/' when !inClass:
                    // Its flags are part of it.
                    return i + 1 < text.Length && IsWordPart(text[i + 1]) ? WordEnd(text, i + 1) : i + 1;
            }
        }

        return at + 1;
    }

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && (IsWordPart(text[at]) || (text[at] == '.' && char.IsAsciiDigit(text[at - 1]) && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))))
        {
            at++;
        }

        return at;
    }
}
