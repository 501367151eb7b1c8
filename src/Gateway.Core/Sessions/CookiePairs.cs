namespace Gateway.Core.Sessions;

/// <summary>Walks over the pairs of a <c>Cookie</c> header (RFC 6265, section 4.2) without an allocation; names and values as they stand.</summary>
public ref struct CookiePairs
{
    private const char Blank = ' ';
    private const char Tab = '\t';

    private ReadOnlySpan<char> _rest;

    /// <param name="header">The header's value.</param>
    public CookiePairs(ReadOnlySpan<char> header) => _rest = header;

    /// <summary>The pair, without blanks around it.</summary>
    public ReadOnlySpan<char> Pair { get; private set; }

    /// <summary>What stands before the first <c>=</c>; empty without one.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>What stands behind it.</summary>
    public ReadOnlySpan<char> Value { get; private set; }

    /// <summary>Goes on to the next pair.</summary>
    public bool MoveNext()
    {
        while (_rest.Length > 0)
        {
            var end = _rest.IndexOf(';');
            Pair = (end < 0 ? _rest : _rest[..end]).Trim([Blank, Tab]);
            _rest = end < 0 ? [] : _rest[(end + 1)..];
            if (Pair.Length == 0)
            {
                continue;
            }

            var equals = Pair.IndexOf('=');
            Name = equals < 0 ? [] : Pair[..equals];
            Value = Pair[(equals + 1)..];
            return true;
        }

        return false;
    }

    /// <summary>A header without the pairs of a name; the same text when it has none, empty when nothing is left.</summary>
    /// <param name="header">The header's value.</param>
    /// <param name="name">The cookie's name; case counts.</param>
    public static string Without(string header, string name)
    {
        var pairs = new CookiePairs(header);
        var isThere = false;
        while (!isThere && pairs.MoveNext())
        {
            isThere = pairs.Name.SequenceEqual(name);
        }

        if (!isThere)
        {
            return header;
        }

        var left = new List<string>();
        pairs = new CookiePairs(header);
        while (pairs.MoveNext())
        {
            if (!pairs.Name.SequenceEqual(name))
            {
                left.Add(pairs.Pair.ToString());
            }
        }

        return string.Join("; ", left);
    }
}
