namespace Gateway.Core.Configuration.Toml;

/// <summary>
/// Finds table headers between two parser events. The parser tells a header only by the keys in it that change the table, so one
/// that opens the current table again, or the next element of a list of tables, has no event of its own.
/// </summary>
internal static class HeaderScan
{
    /// <summary>The first header's bracket between two offsets, or -1.</summary>
    public static int First(string text, int from, int to) => Find(text, from, to, last: false);

    /// <summary>The last header's bracket between two offsets, or -1.</summary>
    public static int Last(string text, int from, int to) => Find(text, from, to, last: true);

    /// <summary>The offset behind the line that holds an offset.</summary>
    public static int EndOfLine(string text, int offset)
    {
        var end = text.IndexOf('\n', offset);
        return end < 0 ? text.Length : end + 1;
    }

    /// <summary>The first line behind another one that begins a table, outside of texts that go over several lines.</summary>
    /// <param name="text">The file.</param>
    /// <param name="from">The start of a line to look from.</param>
    /// <param name="after">The line, from 1, behind which it lies.</param>
    /// <returns>The text's end when there is none.</returns>
    public static TextPosition NextTable(string text, TextPosition from, int after)
    {
        var (offset, line) = from;
        var quotes = 0;
        for (; offset < text.Length; line++)
        {
            var end = EndOfLine(text, offset);
            var content = text.AsSpan(offset, end - offset);
            if (line > after)
            {
                if (quotes % 2 == 0 && content.TrimStart('[') is [var first, ..] name && name.Length < content.Length && char.IsAsciiLetter(first))
                {
                    break;
                }

                quotes += content.Count("\"\"\"") + content.Count("'''");
            }

            offset = end;
        }

        return new TextPosition(Math.Min(offset, text.Length), line);
    }

    private static int Find(string text, int from, int to, bool last)
    {
        var found = -1;
        for (var i = from; i < to; i++)
        {
            switch (text[i])
            {
                case ' ' or '\t' or '\r' or '\n' or ']' or '.':
                    break;
                case '#':
                    i = EndOfLine(text, i) - 1;
                    break;
                case '[':
                    found = i;
                    if (!last)
                    {
                        return found;
                    }

                    // A header ends with its line; a key inside it may hold any character when quoted.
                    i = EndOfLine(text, i) - 1;
                    break;
                default:
                    return found;
            }
        }

        return found;
    }
}

/// <summary>The start of a line.</summary>
/// <param name="Offset">Characters before it.</param>
/// <param name="Line">Its number, from 1.</param>
internal readonly record struct TextPosition(int Offset, int Line);
