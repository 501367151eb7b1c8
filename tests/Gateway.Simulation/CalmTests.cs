using Gateway.Core.Groups;
using Gateway.Simulation.Witnesses;
using Gateway.Simulation.World;

namespace Gateway.Simulation;

/// <summary>Nothing goes wrong here but that messages come twice and out of order: then counts are exact.</summary>
public class CalmTests
{
    [Theory]
    [InlineData("a b c")]
    [InlineData("a:5 b c")]
    public void In_the_exact_mode_no_turn_is_left_out_and_the_members_counts_are_those_of_the_ring(string members)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var skew = Run(seed, members, lookahead: 0, TimeSpan.FromSeconds(20));

            // Without turns outstanding the witness lets no count differ from its share at all.
            Assert.Equal((0, true), (skew.Outstanding, skew.Used > 1000));
        }
    }

    [Theory]
    [InlineData("a b c", null)]
    [InlineData("a:5 b c", null)]
    [InlineData("a b c", 16)]
    [InlineData("a:5 b c", 16)]
    public void With_lookahead_bursts_for_minutes_move_no_count_further_than_the_turns_outstanding(string members, int? lookahead)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var skew = Run(seed, members, lookahead, TimeSpan.FromMinutes(4));

            Assert.InRange(skew.Outstanding, 0, 3 * (lookahead ?? 40));
            Assert.InRange(skew.Worst.Distance, 0, skew.Worst.Outstanding);
            Assert.True(skew.Used > 10_000, $"{skew.Used} turns");
        }
    }

    private static BoundedSkew Run(int seed, string members, int? lookahead, TimeSpan length)
    {
        var cluster = Course.Run(new Scenario
        {
            Seed = seed, Members = members, Lookahead = lookahead, Trouble = length, TroublePeriodMs = 0, Quiet = TimeSpan.FromSeconds(3), Doubled = 0.1,
            Cancelled = 0,
        });
        Assert.All(cluster.Edges, edge => Assert.Equal(PickMode.Cluster, edge.LastMode));
        return cluster.Witnesses.Find<BoundedSkew>();
    }
}
