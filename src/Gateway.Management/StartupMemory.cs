using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Gateway.Management;

/// <summary>
/// Gives back what the start has left behind. The collector would keep that memory for as long as nobody asks for more, which on an
/// idle node is for ever.
/// </summary>
internal sealed class StartupMemory : IHostedService, IDisposable
{
    /// <summary>When the start is over: what a node connects to has been connected to, if it is there at all.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The largest heap, in bytes, that is compacted: all threads stand still meanwhile, for some 20 ms. A larger one holds a large
    /// catalog and little else.
    /// </summary>
    public const long LargestHeap = 64 * 1024 * 1024;

    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _clock;
    private ITimer? _timer;

    public StartupMemory(IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        _lifetime = lifetime;
        _clock = clock;
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _lifetime.ApplicationStarted.Register(() =>
            _timer = _clock.CreateTimer(static _ => GiveBack(), null, Delay, Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Dispose() => _timer?.Dispose();

    private static void GiveBack()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) <= LargestHeap)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        // What the compiler of the runtime has used lies in the C library's heap. Only glibc has a way to give that back.
        if (NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, "malloc_trim", out var trim))
        {
            _ = Marshal.GetDelegateForFunctionPointer<Trim>(trim)(0);
        }
    }

    // int malloc_trim(size_t pad): gives whole free pages of the C library's heap back, but for this many bytes at its end.
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Trim(nuint pad);
}
