using System.Globalization;

namespace Gateway.Core.Routing;

/// <summary>Checks a text against the grammar of RFC 6570 section 2. The first fault ends it.</summary>
internal sealed class UriTemplateReader(string text)
{
    private const string Operators = "+#./;?&";

    public List<TemplateVariable> Variables { get; } = [];

    public string Error { get; private set; } = "";

    /// <summary>Counted from 1.</summary>
    public int Column { get; private set; }

    public bool Read()
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '{')
            {
                var close = text.IndexOf('}', at);
                if (close < 0)
                {
                    return Fail(at, "'{' without '}'");
                }

                if (!ReadExpression(at + 1, close))
                {
                    return false;
                }

                at = close;
            }
            else if (!IsLiteral(at))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsLiteral(int at)
    {
        var c = text[at];
        return c switch
        {
            '}' => Fail(at, "'}' without '{'"),
            '%' when PercentEncoding.ReadByte(text, at) < 0 => Fail(at, "'%' without two hexadecimal digits; write %25 for a percent sign"),
            <= ' ' or '\x7F' or '"' or '<' or '>' or '\\' or '^' or '`' or '|' =>
                Fail(at, $"{Name(c)} cannot stand in a URL; write %{(int)c:X2}"),
            _ => true,
        };
    }

    private bool ReadExpression(int at, int close)
    {
        if (at < close && Operators.Contains(text[at]))
        {
            at++;
        }
        else if (at < close && "=,!@|".Contains(text[at]))
        {
            return Fail(at, $"'{text[at]}' is no operator of URI templates (RFC 6570); they are + # . / ; ? &");
        }

        while (true)
        {
            var end = text.IndexOf(',', at, close - at);
            end = end < 0 ? close : end;
            if (!ReadVariable(at, end))
            {
                return false;
            }

            if (end == close)
            {
                return true;
            }

            at = end + 1;
        }
    }

    private bool ReadVariable(int begin, int end)
    {
        var at = begin;
        for (; at < end && text[at] is not (':' or '*'); at++)
        {
            if (text[at] == '%' && at + 2 < end && PercentEncoding.ReadByte(text, at) >= 0)
            {
                at += 2;
            }
            else if (text[at] == '.' ? at == begin || text[at - 1] == '.' : !char.IsAsciiLetterOrDigit(text[at]) && text[at] != '_')
            {
                return Fail(
                    at, $"{Name(text[at])} cannot stand here in a variable's name (letters, digits, '_', '%XX', single dots between them)");
            }
        }

        if (at == begin)
        {
            return Fail(begin, "a variable has no name");
        }

        if (text[at - 1] == '.')
        {
            return Fail(at - 1, "a variable's name cannot end with a dot");
        }

        Variables.Add(new TemplateVariable(text[begin..at], begin + 1));
        return at == end || ReadModifier(at, end);
    }

    private bool ReadModifier(int at, int end)
    {
        if (text[at] == '*')
        {
            return at + 1 == end || Fail(at + 1, "nothing can stand behind '*'");
        }

        var digits = text.AsSpan(at + 1, end - at - 1);
        var good = digits.Length is > 0 and <= 4 && digits[0] != '0' && !digits.ContainsAnyExceptInRange('0', '9');
        return good || Fail(at + 1, "a prefix is a number from 1 to 9999");
    }

    private static string Name(char c) => c switch
    {
        ' ' => "a blank",
        < ' ' or '\x7F' => string.Create(CultureInfo.InvariantCulture, $"the control character {(int)c}"),
        _ => $"'{c}'",
    };

    private bool Fail(int at, string error)
    {
        Error = error;
        Column = at + 1;
        return false;
    }
}
