using Gateway.Simulation.World;
using Xunit.Abstractions;

namespace Gateway.Simulation;

/// <summary>Both machines in virtual time. A failure names its seed and tells its story; the same seed makes the same course of events.</summary>
public sealed class SimulationTests(SimulationTests.Seeds seeds, ITestOutputHelper output) : IClassFixture<SimulationTests.Seeds>
{
    private const int Usual = 3_000;
    private const int Long = 100_000;
    private const int LongStep = 10_000;

    public static TheoryData<int> Tens => [.. Enumerable.Range(0, Long / LongStep)];

    [Fact]
    public void Nothing_that_networks_storage_clocks_and_crashes_do_breaks_a_promise() => Judge(seeds.Verdicts);

    [Fact]
    public void Every_case_of_the_rules_is_come_to()
    {
        var counts = Enum.GetValues<Case>().ToDictionary(known => known, known => seeds.Verdicts.Count(verdict => verdict.Cases.Contains(known)));
        foreach (var (known, count) in counts.OrderBy(pair => pair.Value))
        {
            output.WriteLine($"{known}: {count} of {seeds.Verdicts.Count} runs");
        }

        Assert.Empty(counts.Where(pair => pair.Value == 0).Select(pair => pair.Key));
    }

    [Fact]
    public void One_seed_makes_one_course_of_events()
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            Assert.Equal(Replay.Tell(seed).Lines, Replay.Tell(seed).Lines);
        }
    }

    [Theory]
    [MemberData(nameof(Tens))]
    [Trait("Category", "Long")]
    public void A_hundred_thousand_seeds_break_no_promise(int tenThousand) =>
        Judge(Campaign.Run(tenThousand * LongStep, (tenThousand + 1) * LongStep));

    private static void Judge(IReadOnlyCollection<Verdict> verdicts)
    {
        var broken = verdicts.Where(verdict => verdict.Broken is not null).OrderBy(verdict => verdict.Seed).ToArray();
        if (broken.Length > 0)
        {
            var others = string.Join('\n', broken.Skip(1).Take(20).Select(verdict => $"Seed {verdict.Seed}: {verdict.Message}"));
            Assert.Fail($"{broken.Length} of {verdicts.Count} seeds break a promise.\n{Replay.Explain(broken[0].Seed)}\n{others}");
        }
    }

    /// <summary>The usual seeds, run once for all tests that look at them.</summary>
    public sealed class Seeds
    {
        internal IReadOnlyCollection<Verdict> Verdicts { get; } = Campaign.Run(0, Usual);
    }
}
