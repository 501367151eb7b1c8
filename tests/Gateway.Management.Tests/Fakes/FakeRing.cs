using System.Collections.Immutable;
using Gateway.Core.Events;
using Gateway.Grains.Nodes;
using Gateway.Testing;

namespace Gateway.Management.Tests.Fakes;

/// <summary>The events' grain as far as one node sees it: an order under epoch 5, answers, nudges.</summary>
internal sealed class FakeRing
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly EventHistory _history = new();
    private IEventObserver? _ear;
    private EventPosition? _wants;
    private TaskCompletionSource<ImmutableArray<PlacedEvent>>? _seeded;
    private long _last;
    private long _taken;

    /// <summary>How many events the node has told.</summary>
    public long Taken => Volatile.Read(ref _taken);

    public bool TakesEvents { get; set; } = true;

    public FollowRequest? LastRequest { get; private set; }

    /// <summary>An event like any other.</summary>
    public static ClusterEvent Adopted(string node) => ClusterEvent.Of(EventKind.RevisionAdopted, node) with { Id = $"x-{node}", Number = 3 };

    /// <summary>Waits until a stream tells the cluster's view.</summary>
    public static Task<EventStreamClient.Item> InClusterAsync(EventStreamClient stream) =>
        stream.WaitAsync(item => item.Name == "view" && item["view"] == "cluster", Patience);

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Starts a node that follows this ring.</summary>
    public async Task<TestNode> StartAsync()
    {
        var node = await TestNode.StartAsync();
        node.Cluster.FollowEvents = Follow;
        node.Cluster.TellEvents = Tell;
        node.Cluster.SeedEvents = events => _seeded?.TrySetResult(events);
        return node;
    }

    /// <summary>Puts an event in order.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="nudge">False: the message that tells of it is lost.</param>
    public async Task HappenAsync(ClusterEvent happened, bool nudge = true)
    {
        IEventObserver? ear;
        EventNews news;
        lock (_gate)
        {
            var placed = new PlacedEvent(new EventPosition(5, ++_last), happened);
            news = new EventNews(_history.Newest, [placed]);
            _history.Add(placed);
            ear = _ear;
        }

        if (nudge && ear is not null)
        {
            await ear.HappenedAsync(news);
        }
    }

    /// <summary>Answers the next question as a new activation does that knows events up to a place.</summary>
    public Task<ImmutableArray<PlacedEvent>> AskForSeedAsync(EventPosition known)
    {
        lock (_gate)
        {
            _wants = known;
            _seeded = new TaskCompletionSource<ImmutableArray<PlacedEvent>>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _seeded.Task.WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    private ValueTask<FollowReply> Follow(FollowRequest request, IEventObserver ear)
    {
        lock (_gate)
        {
            (LastRequest, _ear) = (request, ear);
            if (_wants is { } known)
            {
                _wants = null;
                return new(new FollowReply(false, known, default, [], true));
            }

            return new(new FollowReply(true, _history.Newest, _history.Floor, _history.After(request.Seen, EventBatch.MostEvents), false));
        }
    }

    private async ValueTask<bool> Tell(EventBatch batch)
    {
        if (!TakesEvents)
        {
            return false;
        }

        for (var i = 0; i < batch.Events.Length; i++)
        {
            if (batch.First + i > _taken)
            {
                await HappenAsync(batch.Events[i]);
                Volatile.Write(ref _taken, batch.First + i);
            }
        }

        return true;
    }
}
