using System.Net;
using Gateway.Edge.Forwarding;
using Gateway.Management;

namespace Gateway.Edge.Tests.Forwarding;

/// <summary>A long body must not keep a thread that waits for sockets: everybody else's requests wait for the same thread.</summary>
public class FairShareTests
{
    private const int Chunk = 16 * 1024;
    private const int InAShare = FairShare.Bytes / Chunk;
    private const int Pieces = 8 * InAShare;

    [Fact]
    public async Task A_download_leaves_the_thread_of_the_sockets_after_each_share()
    {
        using var answer = new FairContent(new ByteArrayContent(new byte[Pieces * Chunk]));

        var threads = await OnThreadOfSocketsAsync(async seen =>
        {
            await using var stream = await answer.ReadAsStreamAsync();
            var buffer = new byte[Chunk];
            while (await stream.ReadAsync(buffer) > 0)
            {
                seen.Add(SocketEvents.IsHere);
            }
        });

        AssertLeftAfterAShare(threads);
    }

    [Fact]
    public async Task The_way_to_an_upgraded_backend_leaves_it_too()
    {
        using var answer = new FairContent(new Upgraded());

        var threads = await OnThreadOfSocketsAsync(async seen =>
        {
            await using var stream = await answer.ReadAsStreamAsync();
            for (var written = 0; written < Pieces; written++)
            {
                await stream.WriteAsync(new byte[Chunk]);
                seen.Add(SocketEvents.IsHere);
            }
        });

        AssertLeftAfterAShare(threads);
    }

    [Fact]
    public async Task An_upload_leaves_it_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://backend/") { Content = new Body(Pieces) };
        using var invoker = new HttpMessageInvoker(new PromptUploads(new Swallow()));

        var threads = await OnThreadOfSocketsAsync(async seen =>
        {
            ((Body)request.Content).Seen = seen;
            (await invoker.SendAsync(request, CancellationToken.None)).Dispose();
        });

        AssertLeftAfterAShare(threads);
    }

    [Fact]
    public async Task A_thread_of_the_pool_is_not_left()
    {
        var share = default(FairShare);

        Assert.False(await Task.Run(() => share.IsUsedUpBy(10 * FairShare.Bytes)));
    }

    [Theory]
    [InlineData(0L, false)]
    [InlineData(65_536L, false)]
    [InlineData(65_537L, true)]
    [InlineData(null, true)]
    public void Answers_that_are_over_within_a_share_are_left_as_they_are(long? length, bool suits)
    {
        using var answer = new HttpResponseMessage { Content = new Body(0) };
        answer.Content.Headers.ContentLength = length;

        Assert.Equal(suits, FairContent.Suits(answer));
    }

    // A pool that is quick enough has gone on before the thread looks whether it must wait: then it keeps one share more, but hardly eight.
    private static void AssertLeftAfterAShare(List<bool> threads)
    {
        var kept = threads.TakeWhile(isHere => isHere).Count();
        Assert.InRange(kept, InAShare - 1, Pieces - 1);
        Assert.Equal(InAShare - 1, kept % InAShare);
        Assert.DoesNotContain(true, threads.Skip(kept));
    }

    // A thread that is not of the pool, as the runtime's for sockets; what does not wait runs on it to the end.
    private static Task<List<bool>> OnThreadOfSocketsAsync(Func<List<bool>, Task> work)
    {
        var done = new TaskCompletionSource<List<bool>>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            var seen = new List<bool>();
            work(seen).ContinueWith(
                ended => { if (ended.IsFaulted) { done.SetException(ended.Exception!); } else { done.SetResult(seen); } },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }) { IsBackground = true }.Start();
        return done.Task;
    }

    private sealed class Swallow : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            return new HttpResponseMessage();
        }
    }

    private sealed class Upgraded : HttpContent
    {
        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new MemoryStream());

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class Body(int count) : HttpContent
    {
        public List<bool> Seen { get; set; } = [];

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var written = 0; written < count; written++)
            {
                await stream.WriteAsync(new byte[Chunk]);
                Seen.Add(SocketEvents.IsHere);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
