using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Simulation.World;

/// <summary>What a run is made of. Drawn from its seed.</summary>
internal sealed record Scenario
{
    private static readonly string[] Catalogs = ["a b c", "c b a", "b c", "a:5 b c", "d a:2 b", "e d c b a", "c", "b:3 a:2 f"];

    public required int Seed { get; init; }

    public int Edges { get; init; } = 3;

    /// <summary>Edges that get no requests.</summary>
    public int IdleEdges { get; init; }

    public int Silos { get; init; } = 2;

    public string Members { get; init; } = "a b c";

    public MemberRules Rules { get; init; } = MemberRules.Default;

    public GroupRules Group { get; init; } = GroupRules.Default;

    public int? Lookahead { get; init; }

    public CursorScope Cursor { get; init; }

    /// <summary>How long things go wrong; then everything is mended.</summary>
    public TimeSpan Trouble { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How long it is watched afterwards.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(30);

    public double TroublePeriodMs { get; init; } = 400;

    public double Lost { get; init; }

    public double Doubled { get; init; }

    public double Slow { get; init; }

    public double BurstPeriodMs { get; init; } = 250;

    public int BurstSize { get; init; } = 20;

    /// <summary>Share of requests that may not be sent on once bytes have left.</summary>
    public double Once { get; init; } = 0.2;

    /// <summary>Share of requests whose client goes away.</summary>
    public double Cancelled { get; init; } = 0.02;

    /// <summary>Whether edges are handed answers that come after their deadline.</summary>
    public bool HearsLateAnswers { get; init; }

    /// <summary>Restricts the kinds of trouble; null: all.</summary>
    public ImmutableArray<TroubleKind>? Kinds { get; init; }

    public bool ChangesCatalog { get; init; } = true;

    public bool IsFailover => Group.Failover is not null;

    public static Scenario Draw(int seed)
    {
        var random = new Random(unchecked((seed * 7919) + 17));
        var failover = random.Next(5) == 0
            ? new FailoverRules(Either(FailoverOrder.Rotate, FailoverOrder.Listed), random.Next(3) > 0)
            : null;
        var isSingle = failover is null && random.Next(12) == 0;
        var edges = random.Next(20) switch { 0 => random.Next(20, 51), < 4 => random.Next(6, 13), _ => random.Next(2, 6) };
        return new Scenario
        {
            Seed = seed,
            Edges = edges,
            IdleEdges = random.Next(4) == 0 ? 1 : 0,
            Silos = random.Next(1, 6),
            Members = isSingle ? "a" : Catalogs[random.Next(Catalogs.Length)],
            Rules = DrawRules(random),
            Group = new GroupRules(
                random.Next(10) switch { 0 => 1, 1 => 2, 2 => 3, _ => null }, random.Next(5) == 0 ? 0.5 : 1.0,
                random.Next(5) == 0 ? WhenAllSuspended.TryAnyway : WhenAllSuspended.Fail,
                random.Next(4) == 0 ? TimeSpan.FromSeconds(2) : TimeSpan.Zero, failover, FrozenDictionary<string, MemberRules>.Empty),
            Lookahead = random.Next(4) switch { 0 => 0, 1 => random.Next(1, 33), _ => null },
            Cursor = random.Next(10) == 0 ? CursorScope.Local : CursorScope.Cluster,
            Lost = random.Next(4) * 0.04,
            Doubled = random.Next(4) * 0.05,
            Slow = random.Next(4) * 0.04,
            BurstPeriodMs = random.Next(4) switch { 0 => 120, 1 => 1000, _ => 250 } * (edges > 12 ? 2 : 1),
            BurstSize = random.Next(3) == 0 ? 1 : 20,
            HearsLateAnswers = random.Next(2) == 0,
            ChangesCatalog = random.Next(3) > 0,
            Trouble = TimeSpan.FromSeconds(random.Next(3) == 0 ? 25 : 12),
            TroublePeriodMs = random.Next(4) switch { 0 => 900, 1 => 2000, _ => 400 },
        };

        T Either<T>(T one, T other) => random.Next(2) == 0 ? one : other;
    }

    /// <summary>The group in a revision of the catalog.</summary>
    public GroupPlan Plan(string members, long revision)
    {
        ImmutableArray<GroupMember> list = [.. members.Split(' ').Select(member => member.Split(':'))
            .Select(parts => new GroupMember(parts[0], parts.Length > 1 ? int.Parse(parts[1]) : 1))];
        var definition = new GroupDefinition("group", IsFailover ? "failover" : "load_balance", list)
        {
            Rules = Group with { Members = list.ToFrozenDictionary(member => member.Id, _ => Rules) },
        };
        return new GroupPlan(definition, Cursor, Lookahead, revision);
    }

    public static string AnotherCatalog(Random random) => Catalogs[random.Next(Catalogs.Length)];

    private static MemberRules DrawRules(Random random)
    {
        var suspend = new SuspensionPolicy(
            [], TimeSpan.FromSeconds(random.Next(1, 4)), random.Next(2) == 0 ? 1 : 2, TimeSpan.FromSeconds(random.Next(4, 9)));
        var mark = random.Next(3) == 0 ? new MarkPolicy([], random.Next(0, 4), TimeSpan.FromSeconds(random.Next(3) * 0.5)) : MarkPolicy.Default;
        var health = random.Next(6) switch
        {
            0 or 1 => null,
            2 => Check(HealthCheckKind.Tcp, TimeSpan.Zero),
            3 => Check(HealthCheckKind.Http, TimeSpan.FromSeconds(1)),
            _ => Check(HealthCheckKind.Http, TimeSpan.Zero),
        };
        return new MemberRules(suspend, mark, TimeSpan.FromSeconds(random.Next(1, 5)), health) { HasAddress = random.Next(10) > 0 };
    }

    private static HealthCheck Check(HealthCheckKind kind, TimeSpan interval) =>
        new(kind, "/healthz", interval, TimeSpan.FromSeconds(1), [new StatusRange(200, 200)], Rise: 2, Fall: 3);
}
