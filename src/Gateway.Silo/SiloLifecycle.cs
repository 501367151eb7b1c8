using Microsoft.Extensions.Logging;

namespace Gateway.Silo;

/// <summary>
/// The silo's life cycle, which ends what it has begun when a start fails or is broken off. Orleans 10.4 only disposes such a silo, and its
/// grain directory then goes round a loop without a pause for as long as the process lives: the stream of members that it follows has
/// ended, and nobody has told it to stop.
/// </summary>
internal sealed class SiloLifecycle(ILogger<SiloLifecycleSubject> logger, ILocalSiloDetails silo) : SiloLifecycleSubject(logger, silo)
{
    // The type is internal to Orleans; a life cycle's members are subscribed under their types' names.
    private const string Directory = "LocalGrainDirectory";

    private ILifecycleObserver? _directory;

    /// <inheritdoc />
    public override IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        if (observerName.EndsWith(Directory, StringComparison.Ordinal))
        {
            _directory = observer;
        }

        return base.Subscribe(observerName, stage, observer);
    }

    /// <inheritdoc />
    public override async Task OnStart(CancellationToken cancellationToken = default)
    {
        var start = base.OnStart(cancellationToken);
        await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!start.IsCompletedSuccessfully && _directory is { } directory)
        {
            await directory.OnStop(new CancellationToken(canceled: true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await start;
    }
}
