using System.Collections.Immutable;

namespace Gateway.Core.Routing;

/// <summary>
/// Reads a resource's template. The first fault ends it: <see cref="Error"/> and <see cref="Column"/> say what and where.
/// </summary>
internal sealed class PathTemplateParser(string text)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<QueryPart> _query = [];
    private int _at;

    public string Error { get; private set; } = "";

    /// <summary>Counted from 1, within the template.</summary>
    public int Column { get; private set; }

    public PathTemplate? Parse()
    {
        var path = ReadParts(stop: '?');
        if (path is null)
        {
            return null;
        }

        while (_at < text.Length)
        {
            if (!ReadQueryPart())
            {
                return null;
            }
        }

        return new PathTemplate(new TemplateMatcher(Shorten(path)), [.. _query]);
    }

    /// <summary>One slash at the path's end is ignored, and a final <c>/*</c> is one part.</summary>
    private static ImmutableArray<TemplatePart> Shorten(List<TemplatePart> parts)
    {
        if (parts is [.., { Kind: TemplatePartKind.Literal } last] && last.Text.EndsWith('/') && (parts.Count > 1 || last.Text.Length > 1))
        {
            parts.RemoveAt(parts.Count - 1);
            AddLiteral(parts, last.Text[..^1]);
        }

        if (parts is [.., { Kind: TemplatePartKind.Literal } before, { Kind: TemplatePartKind.Wildcard }] && before.Text.EndsWith('/'))
        {
            parts.RemoveRange(parts.Count - 2, 2);
            AddLiteral(parts, before.Text[..^1]);
            parts.Add(new TemplatePart(TemplatePartKind.Rest, ""));
        }

        return [.. parts];
    }

    private static void AddLiteral(List<TemplatePart> parts, string literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new TemplatePart(TemplatePartKind.Literal, PercentEncoding.Canonical(literal)));
        }
    }

    /// <summary>Reads up to <paramref name="stop"/> (which is passed over) or the end; null on a fault.</summary>
    private List<TemplatePart>? ReadParts(char stop)
    {
        var parts = new List<TemplatePart>();
        var begin = _at;
        for (; _at < text.Length && text[_at] != stop; _at++)
        {
            if (text[_at] == '}')
            {
                Fail(_at, "'}' without '{'");
                return null;
            }

            if (text[_at] is not ('{' or '*'))
            {
                continue;
            }

            AddLiteral(parts, text[begin.._at]);
            if (text[_at] == '*')
            {
                parts.Add(new TemplatePart(TemplatePartKind.Wildcard, ""));
            }
            else if (!ReadExpression(parts))
            {
                return null;
            }

            begin = _at + 1;
        }

        AddLiteral(parts, text[begin.._at]);
        _at = Math.Min(_at + 1, text.Length);
        return parts;
    }

    /// <summary>Reads <c>{…}</c> and stays on its last character.</summary>
    private bool ReadExpression(List<TemplatePart> parts)
    {
        var open = _at;
        var close = text.IndexOf('}', open);
        if (close < 0)
        {
            return Fail(open, "'{' without '}'");
        }

        var from = open + 1;
        var sign = text[from];
        if (sign is '+' or '?' or '&')
        {
            from++;
        }

        var first = true;
        foreach (var range in text.AsSpan(from, close - from).Split(','))
        {
            var name = text[(from + range.Start.Value)..(from + range.End.Value)];
            if (!IsName(name, from + range.Start.Value))
            {
                return false;
            }

            if (sign is '?' or '&')
            {
                var value = new TemplateMatcher([new TemplatePart(TemplatePartKind.ReservedVariable, name)]);
                _query.Add(new QueryPart(name, value, Required: false));
                continue;
            }

            if (!first)
            {
                AddLiteral(parts, ",");
            }

            parts.Add(new TemplatePart(sign == '+' ? TemplatePartKind.ReservedVariable : TemplatePartKind.Variable, name));
            first = false;
        }

        _at = close;
        return true;
    }

    private bool IsName(string name, int column)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(name[i]) && name[i] is not ('_' or '.' or '-'))
            {
                return Fail(column + i, $"'{name[i]}' cannot stand here: a resource's path takes {{name}}, {{+name}} and {{?name,name}}");
            }
        }

        return name.Length == 0 ? Fail(column, "a variable has no name")
            : !_names.Add(name) ? Fail(column, $"the variable '{name}' is named twice")
            : true;
    }

    private bool ReadQueryPart()
    {
        var begin = _at;
        var nameEnd = text.AsSpan(begin).IndexOfAny('=', '&');
        nameEnd = nameEnd < 0 ? text.Length : begin + nameEnd;
        if (text.AsSpan(begin, nameEnd - begin).IndexOfAny("{}*") is >= 0 and var sign)
        {
            return Fail(begin + sign, "in a query only the value of NAME=VALUE can vary");
        }

        TemplateMatcher? value = null;
        _at = Math.Min(nameEnd + 1, text.Length);
        if (nameEnd < text.Length && text[nameEnd] == '=')
        {
            if (ReadParts(stop: '&') is not { } parts)
            {
                return false;
            }

            value = new TemplateMatcher([.. parts]);
        }

        if (nameEnd > begin)
        {
            var name = PercentEncoding.Decode(text.AsSpan(begin, nameEnd - begin), plusIsBlank: true);
            _query.Add(new QueryPart(name, value, Required: true));
        }

        return true;
    }

    private bool Fail(int at, string error)
    {
        Error = error;
        Column = at + 1;
        return false;
    }
}
