using CsCheck;
using Gateway.Edge.Forwarding;

namespace Gateway.Edge.Tests.Forwarding;

public sealed class ReplayFilesTests : IDisposable
{
    private const int Mega = 1024 * 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-replay-test-").FullName;

    [Fact]
    public async Task A_body_beyond_what_is_kept_in_memory_is_sent_again_from_disk_whatever_the_sizes_of_the_reads()
    {
        await Gen.Select(Gen.Int[0, 400_000], Gen.Int[1, 80_000].Array[1, 8], Gen.Int[0, 12]).SampleAsync(
            async (length, sizes, reads) =>
            {
                var files = new ReplayFiles(_folder, 100 * Mega);
                var bytes = Bytes(length);
                await using (var body = new ReplayBody(new MemoryStream(bytes), files, Mega))
                {
                    await ReadAsync(body, sizes, reads);
                    body.Rewind();
                    await ReadAsync(body, sizes, reads / 2);
                    body.Rewind();
                    Assert.Equal(bytes, await ReadAsync(body, sizes, int.MaxValue));
                    body.Rewind();
                    Assert.Equal(bytes, await ReadAsync(body, [50_000], int.MaxValue));
                    Assert.InRange(files.Used, length > ReplayMemory.Limit ? 1 : 0, length);
                }

                Assert.Equal(0, files.Used);
            },
            iter: 200);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_file_is_for_this_user_only_and_gone_when_it_is_closed()
    {
        var files = new ReplayFiles(_folder, Mega);
        using (var file = files.Open())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.SafeFileHandle));
            file.WriteByte(1);
            Assert.Empty(Directory.GetFiles(_folder));
        }

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Without_room_a_body_passes_whole_and_cannot_be_sent_again()
    {
        var files = new ReplayFiles(_folder, Mega);
        var bytes = Bytes(700_000);
        await using var first = new ReplayBody(new MemoryStream(bytes), files, Mega);
        await using var second = new ReplayBody(new MemoryStream(bytes), files, Mega);
        Assert.Equal(bytes, await ReadAsync(first, [30_000], int.MaxValue));
        Assert.Equal(bytes, await ReadAsync(second, [30_000], int.MaxValue));
        Assert.Equal((ReplayLoss.None, ReplayLoss.NoRoom), (first.Loss, second.Loss));
        Assert.Throws<InvalidOperationException>(second.Rewind);

        // What the second had taken is free again, so that a third has as much as the first leaves.
        await first.DisposeAsync();
        Assert.Equal(0, files.Used);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_costs_only_the_second_sending()
    {
        var files = new ReplayFiles(Path.Combine(_folder, "none"), Mega);
        var bytes = Bytes(200_000);
        await using var body = new ReplayBody(new MemoryStream(bytes), files, Mega);
        Assert.Equal(bytes, await ReadAsync(body, [30_000], int.MaxValue));
        Assert.Equal(ReplayLoss.NoRoom, body.Loss);
        Assert.Equal(0, files.Used);
    }

    [Fact]
    public async Task A_body_of_which_nothing_is_kept_can_be_sent_as_long_as_none_of_it_was_taken()
    {
        var files = new ReplayFiles(_folder, Mega);
        await using var body = new ReplayBody(new MemoryStream(Bytes(10)), files, 0);
        Assert.Equal(0, await body.ReadAsync(Memory<byte>.Empty));
        Assert.True(body.CanRewind);
        Assert.Equal(1, await body.ReadAsync(new byte[1]));
        Assert.Equal(ReplayLoss.TooLarge, body.Loss);
        body.KeepUpTo(Mega);
        Assert.False(body.CanRewind);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> ReadAsync(ReplayBody body, int[] sizes, int reads)
    {
        using var all = new MemoryStream();
        for (var i = 0; i < reads; i++)
        {
            var buffer = new byte[sizes[i % sizes.Length]];
            var read = await body.ReadAsync(buffer);
            if (read == 0)
            {
                break;
            }

            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }
}
