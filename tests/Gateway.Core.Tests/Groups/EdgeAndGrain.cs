using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Groups;

/// <summary>One edge and its grain, joined by calls that take as long as the test says.</summary>
internal sealed class EdgeAndGrain
{
    public static readonly TimeSpan Deadline = EdgeGroup.TakeDeadline;

    public EdgeAndGrain(GroupPlan plan, string? stored = null, int edge = 1, ulong random = 42)
    {
        Id = new Guid(edge, 0, 0, new byte[8]);
        Edge = new EdgeGroup(plan, Id, "node", random);
        var members = plan.Definition.Members.Select(member => new MemberRecord(member.Id, member.Weight));
        Grain = new GroupMachine(
            new Epoch(7, 0), stored is null ? new GroupRecord { Revision = plan.Revision, Members = [.. members] } : Plans.Stored(stored, plan.Revision));
    }

    public Guid Id { get; }

    public EdgeGroup Edge { get; }

    public GroupMachine Grain { get; set; }

    public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>In cluster mode, as after two quick Pulls.</summary>
    public static EdgeAndGrain Connected(GroupPlan plan, string? stored = null)
    {
        var pair = new EdgeAndGrain(plan, stored);
        pair.Pull();
        pair.Pull();
        Assert.False(pair.Edge.IsDegraded);
        return pair;
    }

    public EdgeAndGrain Pass(double milliseconds)
    {
        Now += TimeSpan.FromMilliseconds(milliseconds);
        return this;
    }

    public PullReply Pull(double tookMs = 1)
    {
        var request = Edge.NextPull(Now) ?? throw new InvalidOperationException("No Pull is due.");
        var reply = Grain.Pull(request, Now);
        Pass(tookMs);
        Edge.PullAnswered(reply, TimeSpan.FromMilliseconds(tookMs), Now);
        return reply;
    }

    public TakeReply Take(int waiting, double tookMs = 1)
    {
        var request = Edge.NextTake(waiting, Now) ?? throw new InvalidOperationException("No Take is due.");
        var reply = Grain.Take(request, Now);
        Pass(tookMs);
        Assert.Null(Edge.TakeAnswered(reply, Now));
        return reply;
    }

    /// <summary>Two Takes without an answer: the circuit opens.</summary>
    public void LoseTheGrain()
    {
        Assert.NotNull(Edge.NextTake(1, Now));
        Pass(150);
        Assert.NotNull(Edge.TakeUnanswered(Now));
        Pass(150);
        Assert.Null(Edge.TakeUnanswered(Now));
        Assert.True(Edge.IsDegraded);
    }

    public Pick Pick()
    {
        Assert.Equal(PickOutcome.Picked, Edge.TryPick(true, Now, out var pick));
        return pick;
    }

    /// <summary>A try at one member, as if all others had been tried.</summary>
    public Pick PickOf(string member)
    {
        Assert.True(Edge.TryPickAnother([.. Edge.Plan.Definition.Members.Select(other => other.Id).Where(id => id != member)], Now, out var pick));
        Assert.Equal(member, pick.Member);
        return pick;
    }

    /// <summary>Tries one member, which fails.</summary>
    /// <returns>How long the edge leaves it alone from now on, in milliseconds.</returns>
    public double Fail(string member, int code = 101503, FailureStage stage = FailureStage.Connect) =>
        Edge.Failed(PickOf(member), code, stage, Now).TotalMilliseconds;

    /// <summary>Makes the probe that is due.</summary>
    public ProbeOrder Probe(ProbeResult result)
    {
        var order = Edge.NextProbe(Now) ?? throw new InvalidOperationException("No probe is due.");
        Edge.Probed(order, result, Now);
        return order;
    }

    /// <summary>What the edge has to tell, as its next Report brings it; answered with news if there are any.</summary>
    public ReportItem[] Report(GroupNews? news = null)
    {
        if (Edge.NextReport(Now) is not { } report)
        {
            return [];
        }

        Edge.ReportAnswered(new ReportReply(GroupStatus.Ok, report.Seq, Edge.Snapshot!.Stamp, 0, news ?? GroupNews.None), Now);
        return [.. report.Items];
    }

    /// <summary>A later snapshot: the verdict on one member is another, in its next gen.</summary>
    public GroupSnapshot Judge(string member, MemberState state, long remainingMs = 0, OperatorWord word = OperatorWord.None, int current = -1)
    {
        var last = Edge.Snapshot!;
        var index = last.Members.IndexOf(last.Members.First(known => known.Id == member));
        var verdict = last.Verdicts[index];
        var next = last with
        {
            Stamp = last.Stamp with { Version = last.Stamp.Version + 1 },
            Verdicts = last.Verdicts.SetItem(index, verdict with { Gen = verdict.Gen + 1, State = state, RemainingMs = remainingMs, Word = word }),
            Current = current,
        };
        Edge.Nudged(GroupNews.None with { Snapshot = next }, Now);
        return next;
    }

    /// <summary>The verdict on a member, as the edge has it.</summary>
    public MemberVerdict VerdictOf(string member) => Edge.Snapshot!.Verdicts[Edge.Snapshot.Members.ToList().FindIndex(known => known.Id == member)];

    public string Picks(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Pick().Member));

    public void Waits() => Assert.Equal(PickOutcome.Wait, Edge.TryPick(true, Now, out _));
}
