using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Simulation.Witnesses;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Scale;

/// <summary>Counts what reaches a group's grain and what leaves it, and how long verdicts and outages take.</summary>
internal sealed class LoadMeter(SimulatedCluster cluster) : Witness(cluster)
{
    private readonly Dictionary<Guid, TimeSpan> _degradedSince = [];
    private readonly List<double> _waits = [];
    private string _fallen = "";
    private TimeSpan _firstFailure = TimeSpan.MaxValue;

    public override string Promise => "";

    public long Takes { get; private set; }

    public long Pulls { get; private set; }

    public long Reports { get; private set; }

    public long Nudges { get; private set; }

    public long Requests { get; private set; }

    /// <summary>Requests that did not find a turn in stock.</summary>
    public long Waited { get; private set; }

    /// <summary>The longest that one waited, in milliseconds.</summary>
    public double LongestWaitMs => _waits.Count == 0 ? 0 : _waits.Max();

    public TimeSpan? VerdictAfter { get; private set; }

    public TimeSpan? KnownToAllAfter { get; private set; }

    public int FailedTries { get; private set; }

    public TimeSpan LongestDegraded { get; private set; }

    public void Forget() => (Takes, Pulls, Reports, Nudges, Requests, Waited) = (0, 0, 0, 0, 0, 0);

    public void Falls(string member) => _fallen = member;

    public void ForgetWaits() => _waits.Clear();

    public override void Dealt(SimulatedActivation grain, TakeRequest request, TakeReply reply) => Takes++;

    public override void Pulled(SimulatedActivation grain, PullRequest request, PullReply reply) => Pulls++;

    public override void Reported(SimulatedActivation grain, GroupSnapshot before, ReportRequest request, ReportReply reply) => Reports++;

    public override void Nudged(SimulatedEdge edge) => Nudges++;

    public override void Waits(SimulatedEdge edge) => Waited++;

    public override void Picked(SimulatedEdge edge, RequestRun request, PickOutcome outcome, in Pick pick, IReadOnlyCollection<string> tried)
    {
        if (tried.Count == 0)
        {
            Requests++;
            if (Now > request.Since)
            {
                _waits.Add((Now - request.Since).TotalMilliseconds);
            }
        }
    }

    public override void Failed(SimulatedEdge edge, in Pick pick)
    {
        _firstFailure = Now < _firstFailure ? Now : _firstFailure;
        FailedTries++;
    }

    public override void Stepped(SimulatedActivation grain, IReadOnlyList<GroupEvent> events)
    {
        if (VerdictAfter is null && events.Any(happened => happened.Member == _fallen && happened.To == MemberState.Suspended))
        {
            VerdictAfter = Now - _firstFailure;
        }
    }

    public override void Stepped(SimulatedEdge edge)
    {
        if (VerdictAfter is not null && KnownToAllAfter is null && Cluster.Edges.TrueForAll(Knows))
        {
            KnownToAllAfter = Now - _firstFailure;
        }

        if (edge.Group.IsDegraded)
        {
            _degradedSince.TryAdd(edge.Id, Now);
        }
        else if (_degradedSince.Remove(edge.Id, out var since) && since > edge.StartedAt)
        {
            LongestDegraded = Now - since > LongestDegraded ? Now - since : LongestDegraded;
        }
    }

    private bool Knows(SimulatedEdge edge) => edge.Group.MembersAt(Now).Any(member => member.Id == _fallen && member.State != MemberState.Active);
}
