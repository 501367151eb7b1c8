using Gateway.Simulation.Faults;
using Xunit.Abstractions;

namespace Gateway.Simulation;

/// <summary>Tests of the tests: each fault, planted between the machines, is noticed within a few hundred seeds, and by whom it should be.</summary>
public sealed class PlantedFaultTests(ITestOutputHelper output)
{
    private const int Patience = 300;

    public static TheoryData<string> Names => [.. PlantedFault.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_planted_fault_is_noticed(string name)
    {
        var fault = PlantedFault.All.Single(known => known.Name == name);
        var verdict = Enumerable.Range(0, Patience).Select(seed => Replay.Run(seed, fault.Make(), fault.Adapt)).FirstOrDefault(run => run.Broken is not null);

        Assert.True(verdict is not null, $"{Patience} seeds, and nobody noticed.");
        output.WriteLine($"Seed {verdict.Seed}: {verdict.Message}");
        Assert.Contains(verdict.Broken, fault.Promises);
    }

    [Fact]
    public void Without_a_fault_the_scenarios_in_which_faults_are_planted_break_no_promise()
    {
        foreach (var adapt in PlantedFault.All.Select(fault => fault.Adapt).DistinctBy(adapt => adapt.Method))
        {
            Assert.Empty(Campaign.Run(0, 40, adapt: adapt).Where(verdict => verdict.Broken is not null).Select(verdict => $"{verdict.Seed}: {verdict.Message}"));
        }
    }
}
