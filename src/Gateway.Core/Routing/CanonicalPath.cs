using System.Buffers;

namespace Gateway.Core.Routing;

/// <summary>
/// A request's path in the form in which the table compares (RFC 3986 section 6.2.2), without an allocation. A path without escapes
/// is taken as it stands: the ordinary case costs one search for <c>%</c>.
/// </summary>
internal ref struct CanonicalPath : IDisposable
{
    /// <summary>How long a buffer its caller offers; a longer path with escapes is rented one.</summary>
    public const int BufferLength = 512;

    private readonly ReadOnlySpan<char> _raw;
    private readonly ReadOnlySpan<char> _canonical;
    private char[]? _rented;

    /// <param name="raw">The path as it stands in the request.</param>
    /// <param name="buffer">Empty when the path has no escapes: then no stack needs to be cleared either.</param>
    public CanonicalPath(ReadOnlySpan<char> raw, Span<char> buffer)
    {
        _raw = raw;
        _canonical = raw;
        if (buffer.IsEmpty)
        {
            return;
        }

        if (raw.Length > buffer.Length)
        {
            _rented = ArrayPool<char>.Shared.Rent(raw.Length);
            buffer = _rented;
        }

        if (PercentEncoding.TryCanonicalize(raw, buffer, out var written))
        {
            _canonical = buffer[..written];
        }
    }

    public readonly ReadOnlySpan<char> Span => _canonical;

    /// <summary>Where in the raw path the canonical path's place <paramref name="index"/> lies.</summary>
    public readonly int RawIndex(int index)
    {
        // Escapes only ever get shorter: equal lengths mean that no character has moved.
        if (_canonical.Length == _raw.Length)
        {
            return index;
        }

        var raw = 0;
        for (var at = 0; at < index; at++)
        {
            raw += _raw[raw] == '%' && PercentEncoding.IsUnreserved((char)PercentEncoding.ReadByte(_raw, raw)) ? 3 : 1;
        }

        return raw;
    }

    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<char>.Shared.Return(rented);
        }
    }
}
