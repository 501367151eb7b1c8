using Gateway.Core.Endpoints;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Faults;

/// <summary>A fault, and who is to notice it.</summary>
/// <param name="Make">The fault.</param>
/// <param name="Promises">The promises it may be seen to break.</param>
internal sealed record PlantedFault(Func<Plant> Make, params string[] Promises)
{
    private const string Turns = "No turn twice";
    private const string Order = "Exact order";
    private const string Monotone = "Monotone";
    private const string Once = "Once, not N times";
    private const string Trial = "One trial";
    private const string Back = "Back in time";
    private const string Alike = "All alike";
    private const string Poison = "Nobody poisoned";
    private const string Way = "Never in the way";
    private const string Linear = "Linearizable within an epoch";
    private const string Forgotten = "Nothing forgotten";

    /// <summary>Turns the drawn scenarios to where the fault shows.</summary>
    public Func<Scenario, Scenario> Adapt { get; init; } = scenario => scenario;

    public string Name => Make().GetType().Name;

    /// <summary>All of them. The first seven are those that the protocol's model had to catch.</summary>
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new(() => new NoGenCheck(), Once, Trial),
        new(() => new GenWithoutEpoch(), Once, Trial),
        new(() => new NoSeqCheck(), Turns, Order),
        new(() => new NoStampOrder(), Monotone),
        new(() => new PermitWithoutId(), Trial, Once, Alike) { Adapt = Trials },
        new(() => new EpochFromStorageOnly(), Turns, Monotone, Order, Trial),
        new(() => new RingByPosition(), Order, Monotone, Turns),

        new(() => new NoFenceLease(), Trial) { Adapt = Trials },
        new(() => new QuorumOfOne(), Poison) { Adapt = BrokenPaths },
        new(() => new GapInTheOrder(), Order, Turns),
        new(() => new LateTurnsUsed(), Turns),
        new(() => new TurnsOutliveTheirEpoch(), Turns, Monotone, Linear),
        new(() => new EndlessPermit(), Trial) { Adapt = TrialsByFewRequests },
        new(() => new NoOverlay(), Alike),
        new(() => new ShallowProbe(), Alike, Poison),
        new(() => new BlindOpinion(), Poison, Once, Alike) { Adapt = BrokenPaths },
        new(() => new CircuitStaysOpen(), Back),
        new(() => new NoLongestWait(), Way),
        new(() => new DeafEdge(), Alike, Monotone, Turns),
        new(() => new UnconditionalWrites(), Trial, Turns, Forgotten, Monotone, Order),
        new(() => new ProgressionForgotten(), Forgotten),
        new(() => new SuspensionsForgotten(), Forgotten),
        new(() => new NoClamp(), Forgotten, Alike),
    ];

    // Members that hang and recover, and silos and edges that come and go meanwhile: suspensions run out all the time.
    private static Scenario Trials(Scenario scenario) => scenario with
    {
        Trouble = TimeSpan.FromSeconds(40),
        Kinds =
        [
            TroubleKind.MemberFalls, TroubleKind.MemberFalls, TroubleKind.MemberFalls, TroubleKind.Forget, TroubleKind.CutEdge, TroubleKind.CutEdgeLong,
            TroubleKind.CrashSilo,
        ],
        TroublePeriodMs = 1500,
        Lost = 0.1,
    };

    // Whoever holds a permit waits for the request that uses it longer than the permit lives.
    private static Scenario TrialsByFewRequests(Scenario scenario) => Trials(scenario) with
    {
        Edges = 4,
        IdleEdges = 0,
        Rules = scenario.Rules with { Health = null, HasAddress = false },
        BurstPeriodMs = 800,
        BurstSize = 1,
    };

    private static Scenario BrokenPaths(Scenario scenario) => scenario with
    {
        Edges = 4,
        IdleEdges = 0,
        Kinds = [TroubleKind.PathBreaks],
        Group = scenario.Group with { Quorum = null, MaxSuspended = 1, WhenAllSuspended = WhenAllSuspended.Fail },
    };
}
