using Xunit.Abstractions;

namespace Gateway.Core.Tests.Groups.Simulation;

/// <summary>Both machines in virtual time. A failure names its seed; the same seed makes the same course of events.</summary>
public class SimulationTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(1);

    [Fact]
    public void Nothing_that_networks_storage_clocks_and_crashes_do_breaks_an_invariant()
    {
        var total = new Dictionary<string, int>();
        for (var seed = 0; seed < 250; seed++)
        {
            Seeded(seed, () => Chaos(seed, total));
        }

        output.WriteLine(string.Join(", ", total.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.All(["turns", "repeated", "epochs", "Cluster", "Degraded", "Spill"], name => Assert.True(total.GetValueOrDefault(name) > 250, name));
    }

    [Theory]
    [InlineData("a b c")]
    [InlineData("a:5 b c")]
    public void In_the_exact_mode_no_turn_is_left_out_and_the_members_counts_are_those_of_the_ring(string members)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            Seeded(seed, () =>
            {
                var world = Calm(seed, members, lookahead: 0);
                world.Bursts(Start + TimeSpan.FromSeconds(20));
                world.Time.RunUntil(Start + TimeSpan.FromSeconds(22), () =>
                {
                    world.Check();
                    CheckSkew(world, world.Witness.Dealt - world.Witness.UsedTurns);
                });
                Assert.Equal(world.Witness.Dealt, world.Witness.UsedTurns);
                CheckSkew(world, outstanding: 0);
                world.Witness.CheckLaps();
            });
        }
    }

    [Theory]
    [InlineData("a b c", null)]
    [InlineData("a:5 b c", null)]
    [InlineData("a b c", 16)]
    [InlineData("a:5 b c", 16)]
    public void With_lookahead_bursts_for_minutes_move_no_count_further_than_the_turns_outstanding(string members, int? lookahead)
    {
        for (var seed = 0; seed < 2; seed++)
        {
            Seeded(seed, () =>
            {
                var world = Calm(seed, members, lookahead);
                var end = Start + TimeSpan.FromMinutes(4);
                world.Bursts(end);
                world.Time.RunUntil(end + TimeSpan.FromSeconds(1), () =>
                {
                    world.Check();
                    CheckSkew(world, world.Witness.Dealt - world.Witness.UsedTurns);
                });
                Assert.InRange(world.Witness.Dealt - world.Witness.UsedTurns, 0, 3 * (lookahead ?? 40));
                world.Witness.CheckLaps();
            });
        }
    }

    private static void Chaos(int seed, Dictionary<string, int> total)
    {
        var lookahead = new int?[] { null, 0, 8 }[seed % 3];
        var world = new World(seed, seed % 2 == 0 ? "a b c" : "a:5 b c", lookahead);
        var random = world.Time.Random;
        world.Trouble = (random.Next(4) * 0.05, random.Next(4) * 0.05, random.Next(4) * 0.05);
        world.Storage.UnclearWrites = random.Next(3) * 0.1;
        var repaired = Start + TimeSpan.FromSeconds(12);
        var end = repaired + TimeSpan.FromSeconds(7);
        world.Bursts(end);
        world.Time.Every(TimeSpan.FromMilliseconds(400), () => Trouble.Make(world) && world.Time.Now < repaired);
        world.Time.RunUntil(repaired, world.Check);

        world.Repair();
        world.Time.RunUntil(end, () =>
        {
            world.Check();
            foreach (var edge in world.Edges.Where(edge => edge.Group.IsDegraded))
            {
                Witness.Claim(world.Time.Now <= edge.BackBy(repaired), "an edge is degraded five seconds after the repair");
            }
        });
        world.Time.RunUntil(end + TimeSpan.FromSeconds(1), world.Check);

        Assert.All(world.Edges, edge => Assert.Equal(0, edge.Waiting));
        Assert.All(world.Edges, edge => Assert.Equal(world.Machine!.Snapshot, edge.Group.Snapshot));
        world.Witness.CheckLaps();
        Add(total, "turns", world.Witness.Dealt);
        Add(total, "repeated", world.Witness.Repeated);
        Add(total, "epochs", world.Witness.Epochs);
        foreach (var (mode, count) in world.Witness.Modes)
        {
            Add(total, mode.ToString(), count);
        }
    }

    // Messages are late, doubled and reordered here, but no Take misses its deadline.
    private static World Calm(int seed, string members, int? lookahead)
    {
        var world = new World(seed, members, lookahead) { Trouble = (0, 0.1, 0) };
        world.Time.RunUntil(Start + TimeSpan.FromMilliseconds(200), world.Check);
        Assert.All(world.Edges, edge => Assert.False(edge.Group.IsDegraded));
        return world;
    }

    // The first n turns of the ring, n being the turns used, are what an order without lookahead would have given.
    private static void CheckSkew(World world, int outstanding)
    {
        var snapshot = world.Machine!.Snapshot;
        var used = world.Witness.UsedTurns;
        for (var member = 0; member < snapshot.Members.Length; member++)
        {
            var perLap = snapshot.Ring.Count(place => place == member);
            var exact = (used / snapshot.Ring.Length * perLap) + snapshot.Ring.Take(used % snapshot.Ring.Length).Count(place => place == member);
            var actual = world.Witness.Requests.GetValueOrDefault(snapshot.Members[member].Id);
            Witness.Claim(Math.Abs(actual - exact) <= outstanding, $"{actual} requests instead of {exact}, with {outstanding} turns outstanding");
        }
    }

    private static void Add(Dictionary<string, int> total, string name, int count) => total[name] = total.GetValueOrDefault(name) + count;

    private static void Seeded(int seed, Action run)
    {
        try
        {
            run();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"Seed {seed}: {failure.Message}", failure);
        }
    }
}
