using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Gateway.Edge.Tests.Fixtures;

/// <summary>A frame of HTTP/2 (RFC 9113, 4.1).</summary>
internal sealed record Http2Frame(int Type, int Flags, int Stream, byte[] Payload)
{
    public const int Data = 0, Headers = 1, Reset = 3, Settings = 4, GoAway = 7;

    public bool EndsStream => Type is Data or Headers && (Flags & 1) != 0;

    /// <summary>The last stream that a GOAWAY allows.</summary>
    public int LastStream => (int)(BinaryPrimitives.ReadUInt32BigEndian(Payload) & 0x7fff_ffff);

    /// <summary>Why, in a GOAWAY; 0: nothing is wrong.</summary>
    public uint Error => BinaryPrimitives.ReadUInt32BigEndian(Payload.AsSpan(4));
}

/// <summary>A connection in HTTP/2 over TLS on which a test sees every frame.</summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    private const int HeadLength = 9;

    private readonly TcpClient _client;
    private readonly SslStream _stream;
    private readonly Channel<Http2Frame> _frames = Channel.CreateUnbounded<Http2Frame>();
    private readonly Task _reading;

    private RawHttp2(TcpClient client, SslStream stream)
    {
        _client = client;
        _stream = stream;
        _reading = ReadAsync();
    }

    public static async Task<RawHttp2> ToAsync(int port)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, static (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost", ApplicationProtocols = [SslApplicationProtocol.Http2],
        });
        await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await stream.WriteAsync(Frame(Http2Frame.Settings, 0, 0, []));
        return new RawHttp2(client, stream);
    }

    /// <summary>Sends a GET without a body.</summary>
    public async Task GetAsync(int stream, string path)
    {
        // Two fields of the static table, two with their values as they are (RFC 7541, 6.1 and 6.2.2).
        byte[] fields = [0x82, 0x87, 0x04, (byte)path.Length, .. Encoding.ASCII.GetBytes(path), 0x01, 9, .. "localhost"u8];
        await _stream.WriteAsync(Frame(Http2Frame.Headers, 0x5, stream, fields));
    }

    /// <summary>The next frame of a type; frames before it are passed over.</summary>
    public async Task<Http2Frame> NextAsync(Func<Http2Frame, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        while (await _frames.Reader.WaitToReadAsync(limit.Token))
        {
            if (_frames.Reader.TryRead(out var frame) && wanted(frame))
            {
                return frame;
            }
        }

        throw new EndOfStreamException("The connection ended without such a frame.");
    }

    /// <summary>Whether a frame has come that nobody has read.</summary>
    public bool HasMore => _frames.Reader.TryPeek(out _);

    /// <summary>The frames until the other side closes.</summary>
    public async Task<List<Http2Frame>> ReadToEndAsync()
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        var frames = new List<Http2Frame>();
        await foreach (var frame in _frames.Reader.ReadAllAsync(limit.Token))
        {
            frames.Add(frame);
        }

        return frames;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _reading;
        await _stream.DisposeAsync();
    }

    private async Task ReadAsync()
    {
        var head = new byte[HeadLength];
        try
        {
            while (await _stream.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false) == HeadLength)
            {
                var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
                await _stream.ReadExactlyAsync(payload);
                _frames.Writer.TryWrite(new Http2Frame(head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Reset, or disposed: what has come is what there is.
        }

        _frames.Writer.TryComplete();
    }

    private static byte[] Frame(int type, int flags, int stream, byte[] payload)
    {
        var frame = new byte[HeadLength + payload.Length];
        (frame[1], frame[2], frame[3], frame[4]) = ((byte)(payload.Length >> 8), (byte)payload.Length, (byte)type, (byte)flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, HeadLength);
        return frame;
    }
}
