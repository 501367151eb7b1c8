using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>Three edges, two silos: one cursor.</summary>
public sealed class SharedCursorTests(ITestOutputHelper output)
{
    private const int AtOnce = 8;

    [RequiresFact(RedisProcess.Program)]
    public async Task In_exact_mode_3000_requests_to_random_edges_give_every_member_1000_and_the_slots_have_no_gap()
    {
        await using var cluster = await GatewayCluster.StartAsync(lookahead: 0);
        var history = new History();

        await new Client(cluster, history).SendManyAsync(3000, AtOnce);

        output.WriteLine($"{history}");
        history.AssertNoError();
        history.AssertNoSlotTwice();
        history.AssertGapFreeInOneEpoch();
        Assert.Equal([1000, 1000, 1000], cluster.Backends.Select(backend => backend.Count));
    }

    [RequiresFact(RedisProcess.Program)]
    public async Task In_exact_mode_every_ring_of_weights_5_1_1_gives_each_member_exactly_its_weight()
    {
        const int Rings = 430;
        await using var cluster = await GatewayCluster.StartAsync(lookahead: 0, weights: [5, 1, 1]);
        var history = new History();

        await new Client(cluster, history).SendManyAsync(7 * Rings, AtOnce);

        output.WriteLine($"{history}");
        history.AssertNoError();
        history.AssertNoSlotTwice();
        history.AssertGapFreeInOneEpoch();
        Assert.Equal([5 * Rings, Rings, Rings], cluster.Backends.Select(backend => backend.Count));
        var members = history.MembersInOrder;
        for (var first = 0; first + 7 <= members.Length; first++)
        {
            var window = members.AsSpan(first, 7);
            Assert.True(window.Count("a") == 5 && window.Count("b") == 1 && window.Count("c") == 1,
                $"the 7 turns from the {first}th on: {string.Join("", window.ToArray())}");
        }
    }

    [RequiresFact(RedisProcess.Program)]
    public Task With_lookahead_bursts_for_a_minute_do_not_drift() => BurstsAsync(TimeSpan.FromMinutes(1));

    [RequiresFact(RedisProcess.Program), Trait("Category", "Long")]
    public Task With_lookahead_bursts_for_five_minutes_do_not_drift() => BurstsAsync(TimeSpan.FromMinutes(5));

    // 20 requests each 100 ms. Between bursts nothing is in flight: what the grain has dealt and no request has used is in the edges' stocks.
    private async Task BurstsAsync(TimeSpan length)
    {
        const int Burst = 20;
        // Three edges' stocks of rate x 2 round trips; slots that are lost would add up and pass it.
        const int MostOutstanding = 200;
        await using var cluster = await GatewayCluster.StartAsync();
        var history = new History();
        var client = new Client(cluster, history);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var bursts = (int)(length / timer.Period);
        long worstDifference = 0, worstOutstanding = 0, lastOutstanding = 0;
        for (var burst = 1; burst <= bursts; burst++)
        {
            await Task.WhenAll(Enumerable.Range(0, Burst).Select(_ => client.SendAsync(Random.Shared.Next(3))));
            if (burst % 10 == 0)
            {
                // A refill that the last request set off may still be on its way.
                await Task.Delay(60);
                var group = await cluster.Edges[0].GroupAsync();
                lastOutstanding = group!.Value.GetProperty("offset").GetInt64() - history.Slots.Length;
                var counts = cluster.Backends.Select(backend => backend.Count).ToArray();
                var difference = counts.Max() - counts.Min();
                Assert.True(difference <= lastOutstanding + 1,
                    $"after {burst} bursts the members' counts are {string.Join(", ", counts)}, with {lastOutstanding} slots outstanding");
                Assert.True(lastOutstanding <= MostOutstanding, $"after {burst} bursts {lastOutstanding} slots are outstanding");
                worstDifference = Math.Max(worstDifference, difference);
                worstOutstanding = Math.Max(worstOutstanding, lastOutstanding);
            }

            await timer.WaitForNextTickAsync();
        }

        output.WriteLine($"{history}");
        output.WriteLine($"counts {string.Join(", ", cluster.Backends.Select(backend => backend.Count))}; "
            + $"greatest difference {worstDifference}, most slots outstanding {worstOutstanding}, at the end {lastOutstanding}");
        history.AssertNoError();
        history.AssertNoSlotTwice();
        Assert.Equal(0, history.Answers.Count(answer => answer.Slot is null));
    }
}
