using Gateway.Edge.Draining;

namespace Gateway.Edge.Tests.Draining;

/// <summary>Where in a backend's frames the gateway's own close frame goes (RFC 6455, 5.4 and 5.5.1).</summary>
public sealed class ClientSocketTests
{
    private static readonly byte[] Close = [0x88, 2, 3, 0xe9];
    private static readonly byte[] Hello = [0x81, 5, .. "hello"u8];
    private static readonly byte[] World = [0x82, 5, .. "world"u8];

    [Fact]
    public async Task Between_two_frames_it_goes_out_at_once_and_nothing_follows_it()
    {
        var (client, socket) = New();
        await socket.WriteAsync(Hello);
        await socket.EndAsync();
        await socket.WriteAsync(World);
        await socket.EndAsync();
        Assert.Equal([.. Hello, .. Close], client.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public async Task Within_a_frame_it_waits_for_the_end_of_that_one(int sent)
    {
        var (client, socket) = New();
        await socket.WriteAsync(Hello.AsMemory(0, sent));
        await socket.EndAsync();
        Assert.Equal(Hello[..sent], client.ToArray());
        await socket.WriteAsync((byte[])[.. Hello.AsSpan(sent), .. World]);
        Assert.Equal([.. Hello, .. Close], client.ToArray());
    }

    [Fact]
    public async Task Between_the_fragments_of_a_message_it_may_stand()
    {
        var (client, socket) = New();
        byte[] fragment = [0x01, 2, .. "he"u8];
        await socket.WriteAsync(fragment);
        await socket.EndAsync();
        Assert.Equal([.. fragment, .. Close], client.ToArray());
    }

    [Fact]
    public async Task A_backend_that_has_closed_first_is_left_the_last_word()
    {
        var (client, socket) = New();
        byte[] normal = [0x88, 2, 3, 0xe8];
        await socket.WriteAsync(normal);
        await socket.EndAsync();
        Assert.Equal(normal, client.ToArray());
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    public void Frames_of_every_length_are_told_apart_however_they_are_cut(int length, int headLength)
    {
        byte[] head = length < 126 ? [0x82, (byte)length]
            : length < 65_536 ? [0x82, 126, (byte)(length >> 8), (byte)length]
            : [0x82, 127, 0, 0, 0, 0, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length];
        Assert.Equal(headLength, head.Length);
        byte[] frames = [.. head, .. new byte[length], .. World];
        foreach (var step in (int[])[1, 3, 1000, frames.Length])
        {
            var walk = default(FrameWalk);
            var ends = new List<int>();
            for (var at = 0; at < frames.Length;)
            {
                at += walk.Walk(frames.AsSpan(at, Math.Min(step, frames.Length - at)));
                if (walk.IsBetweenFrames)
                {
                    ends.Add(at);
                }
            }

            Assert.Equal([head.Length + length, frames.Length], ends);
        }
    }

    private static (MemoryStream Client, ClientSocket Socket) New()
    {
        var client = new MemoryStream();
        return (client, new ClientSocket(client, static _ => { }));
    }
}
