using System.Diagnostics;

namespace Gateway.Verdict;

/// <summary>Requests at a steady rate, dealt to all edges in turn, whether or not earlier ones are answered.</summary>
internal sealed class Load : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    private readonly HttpClient _client = new(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly IReadOnlyList<Uri> _urls;
    private readonly int _perSecond;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private long _sent;
    private long _failed;
    private long _open;

    public Load(IReadOnlyList<Uri> urls, int perSecond)
    {
        _urls = urls;
        _perSecond = perSecond;
        _sending = Task.Run(SendAsync);
    }

    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>How many were not answered 200.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        while (Interlocked.Read(ref _open) > 0)
        {
            await Task.Delay(Tick);
        }

        _client.Dispose();
        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            for (var due = (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * _perSecond); _sent < due; _sent++)
            {
                Interlocked.Increment(ref _open);
                _ = SendAsync(_urls[(int)(_sent % _urls.Count)]);
            }

            await Task.Delay(Tick);
        }
    }

    // Never throws: a failure is counted.
    private async Task SendAsync(Uri url)
    {
        try
        {
            using var answer = await _client.GetAsync(url);
            if ((int)answer.StatusCode != 200)
            {
                Interlocked.Increment(ref _failed);
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            Interlocked.Increment(ref _failed);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
