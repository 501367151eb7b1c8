using System.Diagnostics;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>Three edges, the last in a network of its own, whose paths are cut one by one and all together.</summary>
public sealed class CutPathTests(ITestOutputHelper output)
{
    private const int Cut = 2;

    [RequiresFact(RedisProcess.Program, NetworkNamespace.Program)]
    public async Task An_edge_whose_path_to_a_backend_is_cut_leaves_it_alone_by_itself_and_the_others_go_on_using_it()
    {
        await using var place = await Place.StartAsync();
        var history = new History();
        await using var load = new SteadyLoad(place.Cluster, history);
        await Task.Delay(TimeSpan.FromSeconds(3));

        var cut = Stopwatch.GetTimestamp();
        place.ToBackends[0].Cut();
        await Task.Delay(TimeSpan.FromSeconds(8));
        var restored = Stopwatch.GetTimestamp();
        place.ToBackends[0].Restore();
        await Task.Delay(TimeSpan.FromSeconds(5));
        await load.StopAsync();

        var during = history.Since(cut + Stopwatch.Frequency).Where(answer => answer.SentAt < restored).ToArray();
        var tries = await place.Cluster.Edges[Cut].FailedTriesAsync("a");
        output.WriteLine($"{history}; {tries} failed tries by the edge that was cut");
        history.AssertNoError();
        Assert.DoesNotContain(during, answer => answer.Edge == Cut && answer.Member == "a");
        Assert.All([0, 1], edge => Assert.Contains(during, answer => answer.Edge == edge && answer.Member == "a"));
        // One that finds out, those on their way, and those of the one-second steps before the others' word was known.
        Assert.InRange(tries, 1, 6);
        Assert.Contains(history.Since(restored + (3 * Stopwatch.Frequency)), answer => answer.Edge == Cut && answer.Member == "a");
        place.AssertNothingWasSuspended();
    }

    [RequiresFact(RedisProcess.Program, NetworkNamespace.Program)]
    public async Task An_edge_that_is_cut_from_everything_suspends_nothing_in_the_cluster()
    {
        await using var place = await Place.StartAsync();
        var history = new History();
        await using var load = new SteadyLoad(place.Cluster, history);
        await Task.Delay(TimeSpan.FromSeconds(3));

        // First from the backends only: it can still tell the cluster what it sees, and all of that is its own affair.
        var cut = Stopwatch.GetTimestamp();
        place.ToBackends.ForEach(relay => relay.Cut());
        await Task.Delay(TimeSpan.FromSeconds(6));
        place.ToCluster.ForEach(relay => relay.Cut());
        await Task.Delay(TimeSpan.FromSeconds(4));
        place.ToCluster.ForEach(relay => relay.Restore());
        place.ToBackends.ForEach(relay => relay.Restore());
        var restored = Stopwatch.GetTimestamp();
        await place.Cluster.Edges[Cut].WaitForModeAsync("cluster", GatewayCluster.Patience);
        output.WriteLine($"the edge that was cut is back in {Stopwatch.GetElapsedTime(restored).TotalSeconds:0.0} s");
        var back = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(4));
        await load.StopAsync();

        output.WriteLine($"{history}");
        Assert.All(history.Answers.Where(answer => !answer.IsGood), answer => Assert.Equal(Cut, answer.Edge));
        // What broke in the middle of an answer is tried again by a request, once each; that fails to connect, and probes go on from there.
        var during = history.Since(cut + (Stopwatch.Frequency / 2)).Where(answer => answer.Edge == Cut && answer.SentAt < restored - Stopwatch.Frequency).ToArray();
        Assert.InRange(during.Count(answer => answer.Status == 502), 0, place.Cluster.Backends.Count);
        Assert.All(during.Where(answer => answer.Status != 502), answer => Assert.Equal(503, answer.Status));
        var after = history.Since(back + (3 * Stopwatch.Frequency)).Where(answer => answer.Edge == Cut).ToArray();
        Assert.NotEmpty(after);
        Assert.All(after, answer => Assert.Equal(200, answer.Status));
        history.AssertNoSlotTwice();
        place.AssertNothingWasSuspended();
    }

    /// <summary>The cluster, and the ways in and out of the network of its last edge.</summary>
    private sealed class Place : IAsyncDisposable
    {
        private readonly NetworkNamespace _network = new();
        private readonly List<TcpRelay> _inward = [];

        public required GatewayCluster Cluster { get; init; }

        public List<TcpRelay> ToBackends { get; } = [];

        public List<TcpRelay> ToCluster { get; } = [];

        public static async Task<Place> StartAsync()
        {
            var place = new Place { Cluster = await GatewayCluster.PrepareAsync() };
            var cluster = place.Cluster;
            cluster.Catalog = cluster.Catalog with { MemberKeys = "suspend = { initial = \"1s\" }" };
            await cluster.StartNodesAsync(edges: 2);
            place.ToBackends.AddRange(cluster.Backends.Select(backend => TcpRelay.OutOf(place._network, backend.Port)));
            place.ToCluster.AddRange(
                cluster.Silos.Select(silo => silo.GatewayPort).Append(cluster.Redis.Port).Select(port => TcpRelay.OutOf(place._network, port)));
            var edge = cluster.AddEdge();
            edge.Network = place._network;
            place._inward.AddRange(new[] { edge.Http.Port, edge.Management.Port }.Select(port => TcpRelay.Into(place._network, port)));
            edge.Start();
            await edge.WaitForModeAsync("cluster", GatewayCluster.Patience);
            await edge.WaitForRevisionAsync(1, GatewayCluster.Patience);
            return place;
        }

        public void AssertNothingWasSuspended() => Assert.All(
            Cluster.Silos, silo => Assert.DoesNotContain(silo.Process.Output, line => line.Contains("to Suspended", StringComparison.Ordinal)));

        public async ValueTask DisposeAsync()
        {
            await Cluster.DisposeAsync();
            foreach (var relay in ToBackends.Concat(ToCluster).Concat(_inward))
            {
                await relay.DisposeAsync();
            }

            _network.Dispose();
        }
    }
}
