using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>Every state change, told once, by any node for the whole cluster.</summary>
public sealed class EventTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [RequiresFact(RedisProcess.Program)]
    public async Task A_backend_that_dies_and_comes_back_is_told_by_a_silo_as_suspended_in_trial_and_active_each_once_with_evidence()
    {
        await using var cluster = await GatewayCluster.StartAsync("suspend = { initial = \"3s\" }", edges: 2);
        await using var atSilo = await EventStreamClient.OpenAsync(cluster.Silo(thatHoldsTheGroup: false).Management);
        await using var atEdge = await EventStreamClient.OpenAsync(cluster.Edges[1].Management);
        var history = new History();
        await using var load = new SteadyLoad(cluster, history);
        await cluster.Backends[0].RefuseAsync();

        var suspended = await atSilo.WaitAsync("member.suspended", Soon);
        await cluster.Backends[0].ListenAsync();
        await atSilo.WaitAsync("member.active", Soon);
        await atEdge.WaitAsync("member.active", Soon);
        await load.StopAsync();

        output.WriteLine($"{history}\n{string.Join('\n', atSilo.Heard.Select(item => $"{item.Id} {item.Name} {item.Data}"))}");
        history.AssertNoError();
        EventStreamClient.Item[] told = [.. Verdicts(atSilo)];
        Assert.Equal(["member.suspended", "member.trial", "member.active"], told.Select(item => item.Name));
        Assert.Equal(told.Select(item => (item.Id, item["id"])), Verdicts(atEdge).Select(item => (item.Id, item["id"])));
        Assert.All(told, item => Assert.Equal(("cluster", CatalogText.Group, "a"), (item["view"], item["group"], item["member"])));

        var evidence = suspended.Data.GetProperty("evidence").EnumerateArray().ToArray();
        Assert.Equal(2, evidence.Select(seen => seen.GetProperty("node").GetString()).Distinct().Count());
        Assert.All(evidence, seen => Assert.InRange(seen.GetProperty("code").GetInt32(), 101503, 101508));
        Assert.Matches("^trial in (3000|29[0-9]{2}) ms$", suspended["next"]);
        Assert.Equal("success", told[2].Data.GetProperty("evidence")[0].GetProperty("text").GetString());
    }

    [RequiresFact(RedisProcess.Program)]
    public async Task What_was_told_is_remembered_when_all_silos_have_gone_and_a_client_goes_on_where_it_was()
    {
        await using var cluster = await GatewayCluster.StartAsync("suspend = { initial = \"120s\" }", edges: 2);
        EventStreamClient.Item suspended;
        await using (var before = await EventStreamClient.OpenAsync(cluster.Silos[0].Management))
        {
            using (var word = await cluster.Edges[0].SayAsync("a", "suspend"))
            {
                word.EnsureSuccessStatusCode();
            }

            suspended = await before.WaitAsync("member.suspended", Soon);
        }

        await using var atEdge = await EventStreamClient.OpenAsync(cluster.Edges[0].Management);
        await Task.WhenAll(cluster.Silos.Select(silo => silo.Process.KillAsync()));
        await atEdge.WaitAsync(item => item.Name == "view" && item["view"] == "local", Soon);
        await cluster.StartSiloAsync();
        await cluster.WaitForModeAsync("cluster", TimeSpan.FromSeconds(60));

        await using var after = await EventStreamClient.OpenAsync(cluster.Silos[^1].Management, lastEventId: suspended.Id);
        await after.WaitAsync(item => item.Name == "group.epoch" && item["group"] == CatalogText.Group, Soon);
        await using var all = await EventStreamClient.OpenAsync(cluster.Silos[^1].Management, "?last=1000");
        await all.WaitAsync("node.left", Soon);

        output.WriteLine(string.Join('\n', all.Heard.Select(item => $"{item.Id} {item.Name} {item.Data}")));
        Assert.DoesNotContain(after.Heard, item => item.Name is "member.suspended" or "events.missed");
        Assert.Single(all.Heard, item => item.Name == "member.suspended" && item["id"] == suspended["id"]);
        Assert.Equal(all.Heard.Where(item => item.Id is not null).Select(item => item["id"]).Distinct().Count(), all.Heard.Count(item => item.Id is not null));
    }

    [RequiresFact(RedisProcess.Program)]
    public async Task A_silo_that_stops_ends_its_stream_in_order_and_its_client_loses_nothing_at_another_node()
    {
        await using var cluster = await GatewayCluster.StartAsync("suspend = { initial = \"120s\" }", edges: 1);
        var stopping = cluster.Silos[1];
        await using var first = await EventStreamClient.OpenAsync(stopping.Management, "?last=1000");
        await first.WaitAsync(item => item.Name == "node.joined" && item["node"] == cluster.Edges[0].Id, Soon);

        stopping.Process.Signal(ProcessSignal.Terminate);
        await first.WaitForEndAsync(Soon);
        Assert.Equal(0, await stopping.Process.WaitForExitAsync(Soon));
        await using var second = await EventStreamClient.OpenAsync(cluster.Edges[0].Management, lastEventId: first.Heard.Last(item => item.Id is not null).Id);
        await second.WaitAsync(item => item.Name == "node.left", Soon);

        Assert.Equal("end", first.Heard[^1].Name);
        var drained = first.Heard.Concat(second.Heard).Single(item => item.Name == "node.draining");
        Assert.Equal(drained["node"], second.Heard.Single(item => item.Name == "node.left")["node"]);
        Assert.Empty(first.Heard.Where(item => item.Id is not null).Select(item => item.Id).Intersect(second.Heard.Where(item => item.Id is not null).Select(item => item.Id)));
        Assert.DoesNotContain(second.Heard, item => item.Name == "events.missed");
    }

    private static IEnumerable<EventStreamClient.Item> Verdicts(EventStreamClient stream) =>
        stream.Heard.Where(item => item.Name.StartsWith("member.", StringComparison.Ordinal));
}
