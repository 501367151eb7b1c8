using CsCheck;
using Gateway.Edge.Forwarding;

namespace Gateway.Edge.Tests.Forwarding;

public sealed class ReplayBodyTests
{
    private static readonly ReplayFiles Files = new();
    private static readonly Gen<int[]> Sizes = Gen.Int[0, 9000].Array[1, 30];

    [Fact]
    public void A_rewound_body_gives_the_same_bytes_whatever_the_sizes_of_the_reads()
    {
        Gen.Select(Gen.Int[0, ReplayMemory.Limit], Sizes, Sizes, Sizes, Gen.Int[0, 20]).Sample(
            (length, supply, first, second, reads) =>
            {
                var bytes = Bytes(length);
                using var body = new ReplayBody(new Drip(bytes, supply), Files, ReplayMemory.Limit);
                ReadSome(body, first, reads);
                body.Rewind();
                ReadSome(body, second, reads / 2);
                body.Rewind();
                return ReadAll(body, second).AsSpan().SequenceEqual(bytes) && body.CanRewind && AgainSame(body, bytes, first);
            },
            iter: 2000);
    }

    [Fact]
    public void A_body_beyond_the_limit_passes_whole_and_cannot_be_rewound()
    {
        Gen.Select(Gen.Int[1, 100_000], Sizes, Sizes, Gen.Int[0, 5]).Sample(
            (beyond, supply, first, reads) =>
            {
                var bytes = Bytes(ReplayMemory.Limit + beyond);
                using var body = new ReplayBody(new Drip(bytes, supply), Files, ReplayMemory.Limit);
                ReadSome(body, first, reads);
                if (body.CanRewind)
                {
                    body.Rewind();
                }

                var rest = ReadAll(body, first);
                return rest.AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - rest.Length)) && !body.CanRewind;
            },
            iter: 500);
    }

    [Fact]
    public void A_body_of_exactly_the_limit_can_be_rewound()
    {
        var bytes = Bytes(ReplayMemory.Limit);
        using var body = new ReplayBody(new MemoryStream(bytes), Files, ReplayMemory.Limit);
        Assert.Equal(bytes, ReadAll(body, [70_000]));
        body.Rewind();
        Assert.Equal(bytes, ReadAll(body, [1000]));
    }

    [Fact]
    public void A_body_that_was_read_whole_is_given_again_as_often_as_needed_however_large()
    {
        var bytes = Bytes(3 * ReplayMemory.Limit);
        using var body = Whole(bytes, limit: 0);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(bytes, ReadAll(body, [70_000]));
            Assert.True(body.CanRewind);
            body.Rewind();
        }
    }

    [Fact]
    public async Task Of_a_body_that_was_read_whole_the_beginning_can_be_replaced()
    {
        var bytes = Bytes(2 * ReplayMemory.Limit);
        using var body = Whole(bytes, limit: 0);
        Assert.Equal(1000, await body.ReadAsync(new byte[1000]));

        body.Replace([1, 2, 3]);

        byte[] replaced = [1, 2, 3, .. bytes.AsSpan(1000)];
        Assert.Equal(replaced, ReadAll(body, [5000]));
        body.Rewind();
        Assert.Equal(replaced, ReadAll(body, [7]));
    }

    private static ReplayBody Whole(byte[] bytes, long limit)
    {
        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(rented, 0);
        return new ReplayBody(new WholeBody(rented, bytes.Length), Files, limit);
    }

    [Fact]
    public void Rewinding_a_body_that_was_given_up_is_an_error()
    {
        using var body = new ReplayBody(new MemoryStream(Bytes(ReplayMemory.Limit + 1)), Files, ReplayMemory.Limit);
        ReadAll(body, [70_000]);
        Assert.False(body.CanRewind);
        Assert.Throws<InvalidOperationException>(body.Rewind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(300)]
    public async Task Other_bytes_can_stand_in_the_place_of_what_has_passed_and_the_rest_follows_as_often_as_wanted(int length)
    {
        var bytes = Bytes(1000);
        using var body = new ReplayBody(new MemoryStream(bytes), Files, ReplayMemory.Limit);
        Assert.Equal(100, await body.ReadAsync(new byte[100]));
        byte[] others = [.. Enumerable.Repeat((byte)7, length)];
        body.Replace(others);

        Assert.Equal([.. others, .. bytes[100..]], ReadAll(body, [64]));
        body.Rewind();
        Assert.Equal([.. others, .. bytes[100..]], ReadAll(body, [1000]));
    }

    [Fact]
    public async Task Nothing_is_read_ahead()
    {
        using var source = new MemoryStream(Bytes(1000));
        using var body = new ReplayBody(source, Files, ReplayMemory.Limit);
        Assert.Equal(0, source.Position);
        Assert.Equal(10, await body.ReadAsync(new byte[10]));
        Assert.Equal(10, source.Position);
        body.Rewind();
        Assert.Equal(10, await body.ReadAsync(new byte[500]));
        Assert.Equal(10, source.Position);
    }

    [Fact]
    public async Task An_empty_read_takes_nothing_before_and_after_a_rewind()
    {
        using var body = new ReplayBody(new MemoryStream([1, 2, 3]), Files, ReplayMemory.Limit);
        Assert.Equal(0, await body.ReadAsync(Memory<byte>.Empty));
        Assert.Equal(3, await body.ReadAsync(new byte[5]));
        body.Rewind();
        Assert.Equal(0, await body.ReadAsync(Memory<byte>.Empty));
        Assert.Equal([1, 2, 3], ReadAll(body, [2]));
    }

    [Fact]
    public async Task A_read_that_fails_can_be_followed_by_a_rewind()
    {
        using var body = new ReplayBody(new Failing(Bytes(100)), Files, ReplayMemory.Limit);
        Assert.Equal(100, await body.ReadAsync(new byte[200]));
        await Assert.ThrowsAsync<IOException>(() => body.ReadAsync(new byte[200]).AsTask());
        body.Rewind();
        Assert.Equal(100, await body.ReadAsync(new byte[200]));
    }

    private static bool AgainSame(ReplayBody body, byte[] bytes, int[] sizes)
    {
        body.Rewind();
        return ReadAll(body, sizes).AsSpan().SequenceEqual(bytes);
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static void ReadSome(ReplayBody body, int[] sizes, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Read(body, new byte[sizes[i % sizes.Length]]);
        }
    }

    private static byte[] ReadAll(ReplayBody body, int[] sizes)
    {
        using var all = new MemoryStream();
        for (var i = 0; ; i++)
        {
            var buffer = new byte[sizes[i % sizes.Length] + 1];
            var read = Read(body, buffer);
            if (read == 0)
            {
                return all.ToArray();
            }

            all.Write(buffer, 0, read);
        }
    }

    // The sources here answer at once.
    private static int Read(ReplayBody body, byte[] buffer)
    {
        var read = body.ReadAsync(buffer).AsTask();
        Assert.True(read.IsCompleted);
        return read.GetAwaiter().GetResult();
    }

    /// <summary>Hands out at most so many bytes at a time.</summary>
    private sealed class Drip(byte[] bytes, int[] sizes) : MemoryStream(bytes)
    {
        private int _next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, sizes[_next++ % sizes.Length] + 1)], cancellationToken);
    }

    private sealed class Failing(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position == Length ? throw new IOException("gone") : base.ReadAsync(buffer, cancellationToken);
    }
}
