using System.Text;
using System.Xml;

namespace Gateway.Core.Scripting;

/// <summary>Reads one XML literal and writes the call in its place.</summary>
/// <param name="text">The script.</param>
/// <param name="output">Where the call goes.</param>
/// <param name="faults">Where faults go; after one the output means nothing.</param>
/// <param name="copyExpression">Copies the script from behind a brace to the output, and says where its closing brace is.</param>
internal sealed class XmlLiteralReader(string text, StringBuilder output, List<LiteralFault> faults, Func<int, int> copyExpression)
{
    private const string Empty = "Write it as a text instead, or complete it.";

    /// <summary>Reads the literal that begins at an offset.</summary>
    /// <returns>Where it ends.</returns>
    public int Read(int start)
    {
        var part = new Part(output);
        output.Append(XmlLiteralCall.Function).Append('(');
        part.Begin();
        var at = ReadAll(start, part);
        part.End();
        output.Append(')');
        if (faults.Count == 0 && !part.HasValues)
        {
            CheckXml(start, at);
        }

        return at;
    }

    private int ReadAll(int start, Part part)
    {
        var open = new Stack<(string? Name, int Offset)>();
        var at = start;
        do
        {
            if (at >= text.Length)
            {
                return Fail(open.Count > 0 ? open.Peek().Offset : start, $"this XML is never closed{(open.TryPeek(out var tag) && tag.Name is { Length: > 0 } name ? $": </{name}> is missing" : "")}", Empty);
            }

            at = text[at] switch
            {
                '<' => Markup(at, open, part),
                '{' => Value(at, part),
                _ => Copy(at, at + 1, part),
            };
        }
        while (faults.Count == 0 && open.Count > 0);

        return at;
    }

    private int Markup(int at, Stack<(string? Name, int Offset)> open, Part part)
    {
        foreach (var (begin, end) in ((string, string)[])[("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")])
        {
            if (string.CompareOrdinal(text, at, begin, 0, begin.Length) == 0)
            {
                var close = text.IndexOf(end, at + begin.Length, StringComparison.Ordinal);
                return close < 0 ? Fail(at, $"this {begin} is never closed by {end}", Empty) : Copy(at, close + end.Length, part);
            }
        }

        if (string.CompareOrdinal(text, at, "<>", 0, 2) == 0)
        {
            // A list's own brackets are not part of its text.
            open.Push(("", at));
            return at + 2;
        }

        return string.CompareOrdinal(text, at, "</", 0, 2) == 0 ? EndTag(at, open, part) : StartTag(at, open, part);
    }

    private int StartTag(int at, Stack<(string? Name, int Offset)> open, Part part)
    {
        var start = at;
        string? name = null;
        if (at + 1 < text.Length && text[at + 1] == '{')
        {
            at = Value(Copy(at, at + 1, part), part, XmlLiteralCall.InName);
        }
        else
        {
            var end = NameEnd(at + 1);
            if (end == at + 1)
            {
                return Fail(at, "a '<' in XML must begin a tag", "Write &lt; for the character itself.");
            }

            name = text[(at + 1)..end];
            at = Copy(at, end, part);
        }

        while (at < text.Length && faults.Count == 0)
        {
            switch (text[at])
            {
                case '>':
                    open.Push((name, start));
                    return Copy(at, at + 1, part);
                case '/' when at + 1 < text.Length && text[at + 1] == '>':
                    return Copy(at, at + 2, part);
                case '"' or '\'':
                    var quote = text.IndexOf(text[at], at + 1);
                    at = quote < 0 ? Fail(at, "this attribute's quote is never closed", "") : Copy(at, quote + 1, part);
                    break;
                case '{':
                    at = text[..at].AsSpan().TrimEnd() is [.., '=']
                        ? Quoted(at, part)
                        : Fail(at, "braces in a tag stand for its name or for an attribute's value", "Write name={value}.");
                    break;
                case '<':
                    return Fail(at, "a '<' within a tag", $"Close the tag{(name is null ? "" : $" <{name}>")} first.");
                default:
                    at = Copy(at, at + 1, part);
                    break;
            }
        }

        return faults.Count > 0 ? at : Fail(start, "this tag is never closed by '>'", Empty);
    }

    private int EndTag(int at, Stack<(string? Name, int Offset)> open, Part part)
    {
        var start = at;
        if (!open.TryPop(out var tag))
        {
            return Fail(at, "an end tag without its start tag", "");
        }

        if (string.CompareOrdinal(text, at, "</>", 0, 3) == 0)
        {
            return tag.Name is "" ? at + 3 : Fail(at, $"</> closes <>, but <{tag.Name}> is open", "");
        }

        if (at + 2 < text.Length && text[at + 2] == '{')
        {
            at = Value(Copy(at, at + 2, part), part, XmlLiteralCall.InName);
        }
        else
        {
            var end = NameEnd(at + 2);
            var name = text[(at + 2)..end];
            if (tag.Name is not null && tag.Name != name)
            {
                var line = text.AsSpan(0, tag.Offset).Count('\n') + 1;
                return Fail(at, $"</{name}> closes {(tag.Name.Length == 0 ? "<>" : $"<{tag.Name}>")} of line {line}", $"Write </{tag.Name}>.");
            }

            at = Copy(at, end, part);
        }

        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at = Copy(at, at + 1, part);
        }

        return at < text.Length && text[at] == '>' ? Copy(at, at + 1, part) : Fail(start, "this end tag is never closed by '>'", "");
    }

    private int Quoted(int at, Part part)
    {
        part.Append('"');
        var end = Value(at, part, XmlLiteralCall.InAttribute);
        part.Append('"');
        return end;
    }

    private int Value(int brace, Part part, char kind = '\0')
    {
        if (kind != '\0')
        {
            part.Append(kind);
        }

        part.End();
        output.Append(", (");
        var end = copyExpression(brace + 1);
        output.Append("), ");
        part.HasValues = true;
        part.Begin();
        return end < text.Length ? end + 1 : faults.Count > 0 ? end : Fail(brace, "this '{' in XML is never closed", "Write &#123; for the character itself.");
    }

    private int Copy(int from, int to, Part part)
    {
        for (var i = from; i < to; i++)
        {
            part.Append(text[i]);
        }

        return to;
    }

    private int NameEnd(int at)
    {
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or ':' or '-' or '.'))
        {
            at++;
        }

        return at;
    }

    private int Fail(int at, string message, string hint)
    {
        faults.Add(new LiteralFault(at, message, hint));
        return text.Length;
    }

    private void CheckXml(int start, int end)
    {
        var isList = string.CompareOrdinal(text, start, "<>", 0, 2) == 0;
        var xml = isList ? text[(start + 2)..(end - 3)] : text[start..end];
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings
            {
                ConformanceLevel = ConformanceLevel.Fragment,
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
            });
            while (reader.Read())
            {
            }
        }
        catch (XmlException e)
        {
            var line = xml.Split('\n').Take(Math.Max(0, e.LineNumber - 1)).Sum(before => before.Length + 1);
            Fail(start + (isList ? 2 : 0) + line + Math.Max(0, e.LinePosition - 1), $"this is not XML: {Words(e)}", "");
        }
    }

    private static string Words(XmlException e)
    {
        var end = e.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
    }

    /// <summary>One text of the call: a string, and behind it as many lines as it had, so that the lines below stay where they are.</summary>
    private sealed class Part(StringBuilder output)
    {
        private int _lines;

        public bool HasValues { get; set; }

        public void Begin()
        {
            _lines = 0;
            output.Append('"');
        }

        public void Append(char c)
        {
            switch (c)
            {
                case '"' or '\\':
                    output.Append('\\').Append(c);
                    break;
                case '\n':
                    _lines++;
                    output.Append("\\n");
                    break;
                case < ' ' or '\u2028' or '\u2029':
                    output.Append($"\\u{(int)c:x4}");
                    break;
                default:
                    output.Append(c);
                    break;
            }
        }

        public void End() => output.Append('"').Append('\n', _lines);
    }
}
