using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Grains.Nodes;

/// <summary>A process's way to the events' grain.</summary>
/// <param name="Node">The node's name; empty where it is not known.</param>
/// <param name="Grains">The way to the cluster; answers null while there is none.</param>
public sealed record EventRoute(string Node, Func<IGrainFactory?> Grains);

/// <summary>
/// Brings the events of a process to the cluster, one batch at a time, each again until it is taken. So grains and requests only note
/// what happened, and wait for nobody.
/// </summary>
public sealed class EventCourier(EventOutbox outbox, EventRoute route, EventMeter meter, TimeProvider clock, ILogger<EventCourier> logger)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private bool _isFailing;

    /// <summary>Stops. What still waits is counted as dropped: nobody will be told of it.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (outbox.Count is > 0 and var waiting)
        {
            meter.DroppedBeforeTelling(waiting);
            logger.CourierFailing("the process stops", waiting);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (outbox.Next(route.Node) is { } batch)
            {
                if (await TryTellAsync(batch, stoppingToken))
                {
                    outbox.Taken(batch);
                    continue;
                }

                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else
            {
                await outbox.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> TryTellAsync(Core.Events.EventBatch batch, CancellationToken stoppingToken)
    {
        if (route.Grains() is not { } grains)
        {
            return false;
        }

        var telling = TellAsync(grains, batch).WaitAsync(Patience, clock, stoppingToken);
        await ((Task)telling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!telling.IsCompletedSuccessfully && !_isFailing && !stoppingToken.IsCancellationRequested)
        {
            // Said once, not for each try.
            logger.CourierFailing(telling.Exception?.InnerException?.Message ?? "cancelled", outbox.Count);
        }

        _isFailing = !telling.IsCompletedSuccessfully;
        return telling.IsCompletedSuccessfully && telling.Result;
    }

    // A client that has stopped throws at once instead of answering with a failed task; async makes both one.
    private static async Task<bool> TellAsync(IGrainFactory grains, Core.Events.EventBatch batch) =>
        await grains.GetGrain<IEventsGrain>(IEventsGrain.Key).TellAsync(batch);
}
