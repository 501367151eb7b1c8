using System.Text;

namespace Gateway.Core.Routing;

/// <summary>
/// The segments <c>.</c> and <c>..</c> of a path, also with escaped dots (<c>%2e</c>): backends resolve both, so whoever chooses by
/// the path has to see them first.
/// </summary>
public static class DotSegments
{
    /// <summary>Whether a raw path holds such a segment.</summary>
    public static bool Contain(ReadOnlySpan<char> rawPath)
    {
        for (var rest = rawPath; ;)
        {
            // Most segments begin with neither, so that the search for two characters passes over the ordinary path at once.
            var dot = rest.IndexOf("/.", StringComparison.Ordinal);
            var escaped = rest.IndexOf("/%2", StringComparison.Ordinal);
            var at = dot < 0 || (escaped >= 0 && escaped < dot) ? escaped : dot;
            if (at < 0)
            {
                return rawPath.Length > 0 && rawPath[0] != '/' && Dots(FirstSegment(rawPath)) > 0;
            }

            rest = rest[(at + 1)..];
            if (Dots(FirstSegment(rest)) > 0)
            {
                return true;
            }
        }
    }

    /// <summary>
    /// Removes them as RFC 3986 section 5.2.4 says and changes nothing else: no escape is read, no slash merged. A <c>..</c> above the
    /// root stays at the root.
    /// </summary>
    public static string Remove(string rawPath)
    {
        if (!Contain(rawPath))
        {
            return rawPath;
        }

        var result = new StringBuilder(rawPath.Length);
        for (var at = 0; at < rawPath.Length;)
        {
            var begin = rawPath[at] == '/' ? at + 1 : at;
            var segment = FirstSegment(rawPath.AsSpan(begin));
            var end = begin + segment.Length;
            var dots = Dots(segment);
            if (dots == 0)
            {
                result.Append(rawPath, at, end - at);
            }
            else
            {
                if (dots == 2)
                {
                    RemoveLastSegment(result);
                }

                if (end == rawPath.Length)
                {
                    result.Append('/');
                }
            }

            at = end;
        }

        return result.ToString();
    }

    private static void RemoveLastSegment(StringBuilder path)
    {
        var at = path.Length - 1;
        while (at > 0 && path[at] != '/')
        {
            at--;
        }

        path.Length = Math.Max(at, 0);
    }

    private static ReadOnlySpan<char> FirstSegment(ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        return slash < 0 ? path : path[..slash];
    }

    /// <summary>1 for the segment <c>.</c>, 2 for <c>..</c>, 0 for any other.</summary>
    private static int Dots(ReadOnlySpan<char> segment)
    {
        var dots = 0;
        while (segment.Length > 0 && dots < 3)
        {
            var length = segment[0] == '.' ? 1 : segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
            if (length == 0)
            {
                return 0;
            }

            segment = segment[length..];
            dots++;
        }

        return dots < 3 ? dots : 0;
    }
}
