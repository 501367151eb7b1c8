using Gateway.Core.Events;
using Gateway.Grains.Nodes;
using Gateway.Management.Views;
using Microsoft.Extensions.Hosting;

namespace Gateway.Management.Events;

/// <summary>
/// Follows the cluster's events and keeps the last of them, so that any node can tell them. Asks each second, hears of news in between,
/// and goes on with what happens on this node while the cluster cannot be reached.
/// </summary>
internal sealed class EventFeed : BackgroundService, IEventObserver, IHostedLifecycleService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FarewellDeadline = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LocalAfter = TimeSpan.FromSeconds(3);

    private readonly EventAudience _audience = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly Guid _instance = Guid.NewGuid();
    private readonly IClusterAccess _cluster;
    private readonly INodeView _node;
    private readonly NodeIdentity _identity;
    private readonly EventOutbox _outbox;
    private readonly TimeProvider _clock;
    private IGrainFactory? _through;
    private IEventObserver? _reference;
    private long _answeredAt;
    private bool _isKnown;

    public EventFeed(IClusterAccess cluster, INodeView node, NodeIdentity identity, EventOutbox outbox, TimeProvider clock)
    {
        _cluster = cluster;
        _node = node;
        _identity = identity;
        _outbox = outbox;
        _clock = clock;
        _answeredAt = clock.GetTimestamp();
        outbox.Noted += Noted;
    }

    /// <summary>Who listens.</summary>
    public EventAudience Audience => _audience;

    /// <inheritdoc />
    public Task HappenedAsync(EventNews news)
    {
        if (!_audience.TryTake(news) && _news.CurrentCount == 0)
        {
            Wake();
        }

        return Task.CompletedTask;
    }

    /// <summary>Tells the cluster that the node is about to stop, if it has said so.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_cluster.Grains is { } grains)
        {
            await ((Task)FollowAsync(grains, FarewellDeadline, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends the streams: their clients go to another node.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        _outbox.Noted -= Noted;
        _audience.Close();
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        _news.Dispose();
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Period;
            var grains = _cluster.Grains;
            if (grains is not null)
            {
                var step = FollowAsync(grains, Deadline, stoppingToken);
                await ((Task)step).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = step.IsCompletedSuccessfully ? step.Result : Soon;
            }

            if (grains is null || _clock.GetElapsedTime(_answeredAt) > LocalAfter)
            {
                _audience.GoLocal(_outbox.Waiting());
                pause = Soon;
            }

            if (pause > TimeSpan.Zero)
            {
                await PauseAsync(pause, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    // Answers how long to wait before the next question.
    private async Task<TimeSpan> FollowAsync(IGrainFactory grains, TimeSpan deadline, CancellationToken cancel)
    {
        var grain = grains.GetGrain<IEventsGrain>(IEventsGrain.Key);
        var seen = _audience.Newest;
        var request = new FollowRequest(_identity.Id, _identity.Kind, _instance, seen, _isKnown, _node.IsDraining);
        var reply = await AskAsync(grain, request, EarIn(grains)).WaitAsync(deadline, _clock, cancel).ConfigureAwait(false);
        if (reply.Wants)
        {
            await SeedAsync(grain, _audience.After(reply.Newest)).WaitAsync(deadline, _clock, cancel).ConfigureAwait(false);
        }

        if (!reply.IsSettled)
        {
            return Soon;
        }

        _isKnown = true;
        _answeredAt = _clock.GetTimestamp();
        _audience.Take(reply);
        return reply.Newest > _audience.Newest && !reply.Events.IsEmpty ? TimeSpan.Zero : Period;
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var news = _news.WaitAsync(either.Token);
        await Task.WhenAny(news, Task.Delay(pause, _clock, either.Token)).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        await news.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // A client that has stopped throws at once instead of answering with a failed task; async makes both one.
    private static async Task<FollowReply> AskAsync(IEventsGrain grain, FollowRequest request, IEventObserver ear) =>
        await grain.FollowAsync(request, ear).ConfigureAwait(false);

    private static async Task SeedAsync(IEventsGrain grain, System.Collections.Immutable.ImmutableArray<PlacedEvent> events) =>
        await grain.SeedAsync(events).ConfigureAwait(false);

    private IEventObserver EarIn(IGrainFactory grains)
    {
        if (_reference is null || !ReferenceEquals(_through, grains))
        {
            // Orleans holds the object weakly: this one lives as long as the node does.
            _reference = grains.CreateObjectReference<IEventObserver>(this);
            _through = grains;
        }

        return _reference;
    }

    private void Noted(ClusterEvent happened) => _audience.TakeOwn(happened);

    private void Wake()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }
}
