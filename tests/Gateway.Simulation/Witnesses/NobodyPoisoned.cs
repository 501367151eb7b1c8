using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>
/// Invariant 9: an edge whose own path is broken changes nothing for any registered edge that can use the member, trials and restarts
/// included. Who can is known here from the members and paths as they really are.
/// </summary>
internal sealed class NobodyPoisoned(SimulatedCluster cluster) : Witness(cluster)
{
    private static readonly TimeSpan RegisteredFor = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan VoteStands = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(SimulatedActivation, Guid), TimeSpan> _calls = [];
    private readonly Dictionary<(Guid, string), TimeSpan> _contradicted = [];
    private readonly Dictionary<(string, string), TimeSpan> _pathBroken = [];

    public override string Promise => "Nobody poisoned";

    public override void Pulled(SimulatedActivation grain, PullRequest request, PullReply reply) => _calls[(grain, request.Edge)] = Now;

    public override void Reported(SimulatedActivation grain, GroupSnapshot before, ReportRequest request, ReportReply reply) =>
        _calls[(grain, request.Edge)] = Now;

    public override void Dealt(SimulatedActivation grain, TakeRequest request, TakeReply reply)
    {
        // A Take names no node: it keeps an edge registered, and registers none.
        if (_calls.ContainsKey((grain, request.Edge)))
        {
            _calls[(grain, request.Edge)] = Now;
        }
    }

    public override void Hears(SimulatedEdge edge, GroupNews news, TakeReply? reply)
    {
        foreach (var member in news.Contradicted)
        {
            _contradicted[(edge.Id, member)] = Now;
        }
    }

    public override void Failed(SimulatedEdge edge, in Pick pick)
    {
        if (Cluster.Backends.IsPathBroken(edge.Node, pick.Member))
        {
            _pathBroken[(edge.Node, pick.Member)] = Now;
        }
    }

    public override void Stepped(SimulatedActivation grain, IReadOnlyList<GroupEvent> events)
    {
        foreach (var happened in events)
        {
            if (happened is { To: MemberState.Suspended or MemberState.Timeout, Cause: CauseKind.Failures or CauseKind.Checks or CauseKind.Trial })
            {
                Check(grain, happened);
            }
        }
    }

    private void Check(SimulatedActivation grain, GroupEvent happened)
    {
        var member = happened.Member;
        var lastIll = Cluster.Backends.LastIll(member);
        var voters = happened.Evidence.Select(entry => entry.Node).Distinct().ToArray();
        if (Cluster.Scenario.Group.Quorum == 1 || voters.Length != 1 || Now - lastIll <= VoteStands)
        {
            return;
        }

        // Whoever has been contradicted of late, or leaves the member alone by itself, has no vote to give and is not counted.
        var well = Cluster.Edges.Find(edge => edge.Node != voters[0]
            && _calls.TryGetValue((grain, edge.Id), out var called) && Now - called <= RegisteredFor
            && !_contradicted.ContainsKey((edge.Id, member)) && !_pathBroken.ContainsKey((edge.Node, member))
            && !Cluster.Backends.IsPathBroken(edge.Node, member) && !edge.Group.OverlayAt(Now).Contains(member));
        Claim(well is null, $"{member} turns {happened.To} by the word of {voters[0]} alone, and {well?.Node} can use it; {Registered(grain, member)}");
    }

    private string Registered(SimulatedActivation grain, string member)
    {
        var described = grain.Machine!.Describe(TimeSpan.Zero, Now);
        var nodes = described.Edges.Where(edge => edge.IsRegistered).Select(edge => edge.Node + (edge.Overlay.Contains(member) ? " (leaves it alone)" : ""));
        return $"the grain knows of {string.Join(", ", nodes)}";
    }
}
