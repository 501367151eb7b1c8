namespace Gateway.Core.Routing;

/// <summary>Walks over the parameters of a raw query without an allocation; names and values are as they stand.</summary>
internal ref struct QueryParameters
{
    private ReadOnlySpan<char> _rest;

    /// <param name="query">With or without its leading <c>?</c>.</param>
    public QueryParameters(ReadOnlySpan<char> query)
    {
        _rest = query.StartsWith('?') ? query[1..] : query;
    }

    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>What stands behind <c>=</c>; empty without one.</summary>
    public ReadOnlySpan<char> Value { get; private set; }

    public bool MoveNext()
    {
        while (_rest.Length > 0)
        {
            var end = _rest.IndexOf('&');
            var pair = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? [] : _rest[(end + 1)..];
            var equals = pair.IndexOf('=');
            Name = equals < 0 ? pair : pair[..equals];
            Value = equals < 0 ? [] : pair[(equals + 1)..];
            if (Name.Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the name is <paramref name="name"/>, escapes read.</summary>
    public readonly bool Is(string name) =>
        Name.SequenceEqual(name) || (Name.ContainsAny('%', '+') && PercentEncoding.Decode(Name, plusIsBlank: true) == name);
}
