using Gateway.Core.Groups;

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
        Assert.Equal(PickOutcome.Picked, Edge.TryPick(Now, out var pick));
        return pick;
    }

    public string Picks(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Pick().Member));

    public void Waits() => Assert.Equal(PickOutcome.Wait, Edge.TryPick(Now, out _));
}
