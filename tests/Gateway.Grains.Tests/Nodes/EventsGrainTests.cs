using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Gateway.Core.Events;
using Gateway.Core.Groups;
using Gateway.Grains.Nodes;

namespace Gateway.Grains.Tests.Nodes;

/// <summary>Events on real silos: from the group's grain through outbox and courier into one order, to those who follow.</summary>
[Collection(GrainCluster.CountsInProcess)]
public sealed class EventsGrainTests : IAsyncLifetime
{
    private GrainCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync(silos: 2);
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["a", "b"]));
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_suspension_reaches_every_follower_once_with_its_evidence()
    {
        var (one, two) = (new Follower(_cluster, "silo-1"), new Follower(_cluster, "edge-7"));
        await UntilAsync(async () => await one.AskAsync() & await two.AskAsync());
        var edges = (Edge(1, "edge-1"), Edge(2, "edge-2"));
        var first = await PullAsync(edges.Item1);
        await PullAsync(edges.Item2);
        var counted = Counted(out var listener);
        using var _ = listener;

        await FailAsync(edges.Item1, first);
        await FailAsync(edges.Item2, first);

        // As nodes do: a message to an observer may be lost, above all to one that its silo has only just come to know.
        await UntilAsync(async () => await one.AskAsync() & await two.AskAsync() && one.Knows("member.suspended") && two.Knows("member.suspended"));
        var told = Assert.Single(one.Events, happened => happened.Group == "pets" && happened.Kind == EventKind.MemberChanged);
        Assert.Equal(told.Id, Assert.Single(two.Events, happened => happened.Kind == EventKind.MemberChanged).Id);
        Assert.Equal(["edge-1 101503", "edge-2 101503"], told.Change!.Evidence.Select(seen => $"{seen.Node} {seen.ErrorCode}"));
        Assert.Equal((await _cluster.Pets.DescribeAsync(1)).Snapshot.Stamp, told.Stamp);
        Assert.Equal(1, counted.Count(line => line == "member.suspended pets"));
        GC.KeepAlive(one);
        GC.KeepAlive(two);
    }

    [Fact]
    public async Task The_catalogs_revision_and_the_groups_epoch_are_told()
    {
        var one = new Follower(_cluster, "silo-1");
        await PullAsync(Edge(1, "edge-1"));

        await UntilAsync(async () => await one.AskAsync() && one.Knows("config.accepted") && one.Knows("group.epoch") && one.Knows("node.joined"));

        Assert.Equal((1L, "edge-1"), Assert.Single(one.Events, happened => happened.Kind == EventKind.RevisionAccepted) is var accepted ? (accepted.Number, accepted.Node) : default);
        Assert.Equal("silo-1", Assert.Single(one.Events, happened => happened.Kind == EventKind.NodeJoined).Node);
        GC.KeepAlive(one);
    }

    [Fact]
    public async Task The_history_outlives_its_activation_by_what_a_follower_has_of_it()
    {
        var one = new Follower(_cluster, "silo-1");
        await PullAsync(Edge(1, "edge-1"));
        await UntilAsync(async () => await one.AskAsync() && one.Knows("group.epoch"));
        var before = one.Events.Select(happened => happened.Id).ToArray();

        await _cluster.Silos.DeactivateAsync(one.Grain);
        await UntilAsync(one.AskAsync);
        await _cluster.Pets.AdminAsync(new AdminCommand("b", AdminVerb.Off, "disk", 0, "me"), 1);
        await UntilAsync(async () => await one.AskAsync() && one.Knows("operator.word"));
        var late = new Follower(_cluster, "edge-7");
        await UntilAsync(async () => await late.AskAsync() && late.Knows("operator.word"));

        Assert.Equal(before, late.Events.Select(happened => happened.Id).Take(before.Length));
        Assert.Equal(one.Events.Select(happened => happened.Id).Distinct().Count(), one.Events.Count);
        Assert.DoesNotContain(late.Events.Skip(before.Length), happened => happened is { Kind: EventKind.NodeJoined, Node: "silo-1" });
        GC.KeepAlive(one);
        GC.KeepAlive(late);
    }

    [Fact]
    public async Task A_report_that_does_not_fit_is_counted_by_its_reason()
    {
        var first = await PullAsync(Edge(1, "edge-1"));
        var counted = Counted(out var listener);
        using var _ = listener;

        await FailAsync(Edge(1, "edge-1"), first, gen: 99);

        Assert.Contains("pets other_gen", counted);
    }

    private static (Guid Id, string Node) Edge(int number, string node) => (new Guid(number, 0, 0, new byte[8]), node);

    private static ConcurrentQueue<string> Counted(out MeterListener listener)
    {
        var counted = new ConcurrentQueue<string>();
        listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Name: "gateway.events" or "gateway.reports.ignored", Meter.Name: "Gateway" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counted.Enqueue(string.Join(' ', tags.ToArray().Select(tag => tag.Value))));
        listener.Start();
        return counted;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(GrainCluster.Patience);
        while (!await holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<PullReply> PullAsync((Guid Id, string Node) edge) =>
        await _cluster.Pets.PullAsync(new PullRequest(edge.Id, edge.Node, default, 1, 1000, [], []), null);

    private async Task FailAsync((Guid Id, string Node) edge, PullReply under, long? gen = null) => await _cluster.Pets.ReportAsync(new ReportRequest(
        edge.Id, edge.Node, 1, default, 1,
        [
            new ReportItem(
                "b", under.Stamp.Epoch, gen ?? under.News.Snapshot!.Verdicts[1].Gen, ReportKind.Failed, 101503, FailureStage.Connect, 0, 0),
        ]));

    /// <summary>A node that follows: keeps what it hears in order, as nodes do.</summary>
    private sealed class Follower : IEventObserver
    {
        private readonly EventHistory _history = new();
        private readonly Guid _instance = Guid.NewGuid();
        private readonly string _node;
        private readonly IEventObserver _ear;
        private bool _isKnown;

        public Follower(GrainCluster cluster, string node)
        {
            _node = node;
            Grain = cluster.Silos.Client.GetGrain<IEventsGrain>(IEventsGrain.Key);
            _ear = cluster.Silos.Client.CreateObjectReference<IEventObserver>(this);
        }

        public IEventsGrain Grain { get; }

        public IReadOnlyList<ClusterEvent> Events
        {
            get
            {
                lock (_history)
                {
                    return [.. _history.After(default).Select(placed => placed.Event)];
                }
            }
        }

        public bool Knows(string name) => Events.Any(happened => EventWords.Of(happened.Kind, happened.Change?.To) == name);

        /// <summary>Asks once.</summary>
        /// <returns>Whether the answer was a settled one.</returns>
        public async Task<bool> AskAsync()
        {
            EventPosition seen;
            lock (_history)
            {
                seen = _history.Newest;
            }

            var reply = await Grain.FollowAsync(new FollowRequest(_node, "edge", _instance, seen, _isKnown, false), _ear);
            if (reply.Wants)
            {
                await Grain.SeedAsync(_history.After(reply.Newest));
            }

            _isKnown |= reply.IsSettled;
            Take(reply.Events);
            return reply.IsSettled;
        }

        public Task HappenedAsync(EventNews news)
        {
            lock (_history)
            {
                if (news.After <= _history.Newest)
                {
                    Take(news.Events);
                }
            }

            return Task.CompletedTask;
        }

        private void Take(IEnumerable<PlacedEvent> events)
        {
            lock (_history)
            {
                foreach (var placed in events)
                {
                    _history.Add(placed);
                }
            }
        }
    }
}
