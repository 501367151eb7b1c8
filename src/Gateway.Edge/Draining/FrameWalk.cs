using System.Buffers.Binary;

namespace Gateway.Edge.Draining;

/// <summary>Follows one direction of a WebSocket from frame to frame (RFC 6455, 5.2). Payloads are passed over, not read.</summary>
internal struct FrameWalk
{
    private const int Close = 0x8;
    private const int LongestHead = 14;

    private HeadBytes _head;
    private int _headLength;
    private ulong _payloadLeft;

    /// <summary>Whether the last byte was a frame's last: a frame of one's own may follow.</summary>
    public readonly bool IsBetweenFrames => _headLength == 0 && _payloadLeft == 0;

    /// <summary>Whether a close frame has begun: nothing may follow it.</summary>
    public bool HasClosed { get; private set; }

    /// <summary>Walks on to the end of the present frame.</summary>
    /// <param name="bytes">What comes next.</param>
    /// <returns>How many of them belong to the frame; all, unless another one begins within them.</returns>
    public int Walk(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            if (_payloadLeft == 0)
            {
                _head[_headLength++] = bytes[at++];
                if (!TryReadHead())
                {
                    continue;
                }
            }

            var taken = (int)Math.Min(_payloadLeft, (ulong)(bytes.Length - at));
            at += taken;
            _payloadLeft -= (ulong)taken;
            if (_payloadLeft == 0)
            {
                break;
            }
        }

        return at;
    }

    private bool TryReadHead()
    {
        if (_headLength < 2)
        {
            return false;
        }

        var length = _head[1] & 0x7f;
        var lengthBytes = length switch { 126 => 2, 127 => 8, _ => 0 };
        if (_headLength < 2 + lengthBytes + ((_head[1] & 0x80) != 0 ? 4 : 0))
        {
            return false;
        }

        ReadOnlySpan<byte> head = _head;
        _payloadLeft = length switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(head[2..]),
            127 => BinaryPrimitives.ReadUInt64BigEndian(head[2..]),
            _ => (ulong)length,
        };
        HasClosed |= (_head[0] & 0xf) == Close;
        _headLength = 0;
        return true;
    }

    [System.Runtime.CompilerServices.InlineArray(LongestHead)]
    private struct HeadBytes
    {
        private byte _first;
    }
}
