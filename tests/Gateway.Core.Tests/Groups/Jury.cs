using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Groups;

/// <summary>A group's machine and the edges that a test speaks for. Time passes only when the test says so, a tick at a time.</summary>
internal sealed class Jury
{
    public const int Refused = 101503;
    public const int Silent = 101504;

    private readonly Dictionary<string, long> _seqs = [];

    public Jury(GroupRules? rules = null, string members = "a b c", bool isAlone = false, bool settled = true, GroupRecord? record = null,
        long utcOffMs = 0)
    {
        Now = TimeSpan.FromSeconds(100);
        Machine = new GroupMachine(new Epoch(7, 1), record ?? new GroupRecord(), new GrainTime(Now, Utc + utcOffMs), isAlone);
        Rules = rules ?? Judged(members);
        Machine.Adopt(new GroupDefinition("group", Rules.Failover is null ? "load_balance" : "failover", Plans.Members(members)) { Rules = Rules }, 1);
        if (settled)
        {
            // The first two pull periods, and the five seconds in which no permit is dealt, are over.
            Pass(6000);
        }

        Machine.TakeNudges(Now);
        Machine.TakeEvents();
    }

    public GroupMachine Machine { get; }

    public GroupRules Rules { get; }

    public TimeSpan Now { get; private set; }

    /// <summary>Whether storage confirms what is written.</summary>
    public bool StorageIsUp { get; set; } = true;

    public long Utc => 1_000_000_000_000 + (long)Now.TotalMilliseconds;

    /// <summary>Suspensions of 10, 20, 40 s; two marking errors with 2 s of delay; a health request that is asked for only when needed.</summary>
    public static MemberRules Member { get; } = new(
        new SuspensionPolicy([], TimeSpan.FromSeconds(10), 2, TimeSpan.FromSeconds(40)), new MarkPolicy([], 2, TimeSpan.FromSeconds(2)),
        TimeSpan.FromSeconds(8), Check(TimeSpan.Zero));

    public static HealthCheck Check(TimeSpan interval) =>
        new(HealthCheckKind.Http, "/healthz", interval, TimeSpan.FromSeconds(1), [new StatusRange(200, 200)], Rise: 2, Fall: 3);

    public static GroupRules Judged(string members, MemberRules? rules = null) => GroupRules.Default with
    {
        Members = Plans.Members(members).ToFrozenDictionary(member => member.Id, _ => rules ?? Member),
    };

    public MemberVerdict Verdict(string member) => Machine.Snapshot.Verdicts[IndexOf(member)];

    public MemberState StateOf(string member) => Verdict(member).State;

    public MemberDescription Described(string member) => Machine.Describe(TimeSpan.Zero, Now).Members.Single(described => described.Id == member);

    public string? Current => Machine.Snapshot.Current < 0 ? null : Machine.Snapshot.Members[Machine.Snapshot.Current].Id;

    /// <summary>Lets time pass as the grain does: ticks and, while storage is up, the lease's writes.</summary>
    public Jury Pass(double milliseconds)
    {
        var end = Now + TimeSpan.FromMilliseconds(milliseconds);
        while (Now < end)
        {
            Now = Now + TimeSpan.FromMilliseconds(250) < end ? Now + TimeSpan.FromMilliseconds(250) : end;
            Machine.Tick(Now);
            Store();
        }

        return this;
    }

    /// <summary>Registers edges on nodes of these names, with traffic.</summary>
    public Jury Edges(params string[] nodes)
    {
        foreach (var node in nodes)
        {
            Pull(node);
        }

        return this;
    }

    public GroupNews Pull(string node, string overlays = "", long[]? permits = null, int period = 1000)
    {
        var shown = overlays.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(member => new OverlayEntry(member, 1, false));
        var reply = Machine.Pull(new PullRequest(IdOf(node), node, Machine.Snapshot.Stamp, 1, period, [.. shown], [.. permits ?? []]), Now);
        Store();
        return reply.News;
    }

    public ReportReply Fails(string node, string member, int code = Refused, FailureStage stage = FailureStage.Connect, long ask = 0, long permit = 0) =>
        Report(node, new ReportItem(member, Machine.Epoch, GenOf(member), ReportKind.Failed, code, stage, permit, ask));

    public ReportReply Succeeds(string node, string member, FailureStage stage = FailureStage.Answer, long ask = 0, long permit = 0) =>
        Report(node, new ReportItem(member, Machine.Epoch, GenOf(member), ReportKind.Succeeded, 0, stage, permit, ask));

    public ReportReply GivesBack(string node, string member, long ask = 0, long permit = 0) =>
        Report(node, new ReportItem(member, Machine.Epoch, GenOf(member), ReportKind.GivenBack, 0, default, permit, ask));

    public ReportReply Report(string node, params ReportItem[] items)
    {
        var seq = _seqs[node] = _seqs.GetValueOrDefault(node) + 1;
        var reply = Machine.Report(new ReportRequest(IdOf(node), node, seq, Machine.Snapshot.Stamp, 1, [.. items]), Now);
        Store();
        return reply;
    }

    /// <summary>Suspends a member by the word of two nodes.</summary>
    public Jury Suspended(string member)
    {
        Edges("x", "y");
        Fails("x", member);
        Fails("y", member);
        Assert.Equal(MemberState.Suspended, StateOf(member));
        Machine.TakeNudges(Now);
        return this;
    }

    /// <summary>Suspends a member and lets the suspension run out.</summary>
    public Jury OnTrial(string member)
    {
        Suspended(member).Pass(10_000);
        Assert.Equal(MemberState.Trial, StateOf(member));
        return this;
    }

    public AdminStatus Say(string member, AdminVerb verb, long forMs = 0) =>
        Machine.Admin(new AdminCommand(member, verb, "because", forMs, "ops"), Now).Status;

    /// <summary>The ask that a node owes now, as its next Pull says.</summary>
    public OpinionAsk? Owed(string node) => Pull(node).Asks is [var ask, ..] ? ask : null;

    public long GenOf(string member) => Verdict(member).Gen;

    public static Guid IdOf(string node) => new(node.Sum(letter => letter), 0, 0, new byte[8]);

    private int IndexOf(string member) => Machine.Snapshot.Members.Select(other => other.Id).ToList().IndexOf(member);

    private void Store()
    {
        if (StorageIsUp && Machine.LeaseDue is { } due && due <= Now)
        {
            Machine.Written(Now);
        }
    }
}
