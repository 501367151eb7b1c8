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
