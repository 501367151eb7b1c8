using System.Collections.Immutable;
using Gateway.Core.Events;
using Gateway.Core.Groups;
using Gateway.Grains.EndpointGroups;
using Microsoft.Extensions.Logging;

namespace Gateway.Grains.Nodes;

/// <summary>The shell of <see cref="EventRing"/>: reads the clock, tells the nodes.</summary>
[KeepAlive, GrainType("events")]
internal sealed class EventsGrain(GroupHosting hosting, EventMeter meter, TimeProvider clock, ILogger<EventsGrain> logger) : Grain, IEventsGrain
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EarFor = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, (IEventObserver Ear, TimeSpan At)> _ears = new(StringComparer.Ordinal);
    private readonly long _start = clock.GetTimestamp();
    private readonly string _origin = EventOutbox.NewOrigin();
    private EventRing _ring = null!;

    private GrainTime At => new(clock.GetElapsedTime(_start), clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ring = new EventRing(_origin, At.Now, hosting.HasOneEdge);
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TickPeriod, TickPeriod) { KeepAlive = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask<bool> TellAsync(EventBatch batch)
    {
        var isTaken = _ring.Tell(batch, At);
        await SpreadAsync();
        return isTaken;
    }

    /// <inheritdoc />
    public async ValueTask<FollowReply> FollowAsync(FollowRequest request, IEventObserver observer)
    {
        var at = At;
        var reply = _ring.Follow(request, at);
        await SpreadAsync();
        _ears[request.Node] = (observer, at.Now);
        return reply;
    }

    /// <inheritdoc />
    public ValueTask SeedAsync(ImmutableArray<PlacedEvent> events)
    {
        _ring.Seed(events, At);
        return ValueTask.CompletedTask;
    }

    private async Task TickAsync()
    {
        var at = At;
        _ring.Tick(at);
        foreach (var (node, _) in _ears.Where(pair => at.Now - pair.Value.At > EarFor).ToArray())
        {
            _ears.Remove(node);
        }

        await SpreadAsync();
    }

    // One-way: done when it is handed over. Whoever it does not reach asks within a second.
    private async ValueTask SpreadAsync()
    {
        if (_ring.TakeNews() is not { } news)
        {
            return;
        }

        foreach (var (_, happened) in news.Events.Where(placed => placed.Event.Id.StartsWith(_origin, StringComparison.Ordinal)))
        {
            meter.Count(happened);
            logger.Say(happened);
        }

        foreach (var (ear, _) in _ears.Values.ToArray())
        {
            await ear.HappenedAsync(news);
        }
    }
}
