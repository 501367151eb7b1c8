using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>
/// Invariant 8: with links up, a verdict reaches every edge that listens within one hop, at worst with its next Pull; an edge that is cut
/// off knows it and says so. And in the end all is forgiven: what is well is used by everybody.
/// </summary>
internal sealed class AllAlike(SimulatedCluster cluster) : Witness(cluster)
{
    private static readonly TimeSpan Hop = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromMilliseconds(1_600);
    private static readonly TimeSpan LongestPull = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan SaysSo = TimeSpan.FromSeconds(4.5);
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan VerdictWithin = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, (SimulatedActivation Grain, TimeSpan At, int PeriodMs)> _pulls = [];
    private readonly Dictionary<Guid, int> _cuts = [];
    private TimeSpan _repaired = TimeSpan.MaxValue;
    private readonly Dictionary<string, (Epoch Epoch, long Gen, Dictionary<string, TimeSpan> Nodes)> _failed = [];
    private Stamp? _newest;
    private TimeSpan _newestSince;

    public override string Promise => "All alike";

    public override void Repaired()
    {
        _repaired = Now;
        Cluster.Time.After(SettledAfter, () => _newest = Cluster.Current?.Machine?.Snapshot.Stamp ?? default(Stamp));
    }

    public override void Pulled(SimulatedActivation grain, PullRequest request, PullReply reply)
    {
        if (reply.Status == GroupStatus.Ok)
        {
            _pulls[request.Edge] = (grain, Now, request.PeriodMs);
        }
    }

    public override void Stepped(SimulatedActivation grain, IReadOnlyList<GroupEvent> events)
    {
        var stamp = grain.Machine!.Snapshot.Stamp;
        if (_newest is null || grain != Cluster.Current || stamp <= _newest)
        {
            return;
        }

        (_newest, _newestSince) = (stamp, Now);
        foreach (var edge in Cluster.Edges)
        {
            var within = KnowsWithin(edge, grain);
            Cluster.Time.After(within, () => Claim(
                edge.IsOff || edge.Group.Snapshot?.Stamp >= stamp,
                $"{edge.Node} does not know of {stamp} {(within == Hop ? "one hop" : "a pull period")} later"));
        }
    }

    public override void Failed(SimulatedEdge edge, in Pick pick)
    {
        var member = pick.Member;
        if (_newest is null || Now < _repaired + SettledAfter || !Cluster.Backends.IsIll(member) || Cluster.Scenario.Group is { MaxSuspended: < 1 } or { Quorum: > 2 })
        {
            return;
        }

        // What was seen under an older gen, such as in a trial that has ended since, is no evidence any more. Gens are counted anew in each
        // epoch: whoever has not asked for ten seconds may still know the last one, and what is routed under that counts for its edge alone.
        var epoch = Cluster.Current!.Machine?.Epoch ?? default;
        if (VerdictOf(member)?.Gen is not { } gen || (pick.Routing.Epoch, pick.Routing.Gen) != (epoch, gen))
        {
            return;
        }

        if (!_failed.TryGetValue(member, out var seen) || (seen.Epoch, seen.Gen) != (epoch, gen))
        {
            _failed[member] = seen = (epoch, gen, []);
        }

        // A vote ends with its overlay, and an overlay that nobody tries ends after twice its length: the shortest is what may be counted on.
        var nodes = seen.Nodes;
        var standsFor = (Cluster.Scenario.Rules.Suspend.Initial * 2) - Hop;
        if (nodes.TryGetValue(edge.Node, out var before) && Now - before < standsFor)
        {
            return;
        }

        // Two nodes with a vote to give have seen it fail: enough for a verdict, and soon. Who has been contradicted has none, and who sees
        // it only in the meantime may not have been heard yet: that node's own second begins then.
        nodes[edge.Node] = Now;
        string[] seers = [.. nodes.Where(node => Now - node.Value < standsFor).Select(node => node.Key)];
        if (seers.Length >= 2)
        {
            Cluster.Time.After(VerdictWithin, () =>
            {
                string[] voters = [.. seers.Where(node => !IsContradicted(node, member))];
                Array.ForEach([.. seers.Except(voters)], node => nodes.Remove(node));

                // A verdict that was not stored yet when its activation ended is lost with it: the next one begins with evidence of its own.
                Claim(
                    voters.Length < 2 || !Cluster.Backends.IsIll(member) || Cluster.Current?.Machine?.Epoch != epoch
                    || VerdictOf(member) is not { State: MemberState.Active } now || now.Gen != gen,
                    $"{string.Join(" and ", voters)} have seen {member} fail, and it is {VerdictOf(member)?.State} {VerdictWithin.TotalSeconds} s later");
            });
        }
    }

    public override void Cut(SimulatedEdge edge)
    {
        var cut = _cuts[edge.Id] = _cuts.GetValueOrDefault(edge.Id) + 1;
        var hadTraffic = edge.LastArrival;
        Cluster.Time.After(SaysSo, () => Claim(
            _cuts[edge.Id] != cut || edge.IsOff || Now - hadTraffic > TimeSpan.FromSeconds(10) || edge.Group.IsDegraded,
            $"{edge.Node} has been cut off for {SaysSo.TotalSeconds} s and does not say so"));
    }

    public override void Joined(SimulatedEdge edge) => _cuts[edge.Id] = _cuts.GetValueOrDefault(edge.Id) + 1;

    public override void End()
    {
        var grain = Cluster.Current;
        Claim(grain is { IsReady: true }, "the group has no grain at the end");
        var snapshot = grain!.Machine!.Snapshot;
        var byDefault = new HashSet<string>();
        for (var i = 0; i < snapshot.Members.Length; i++)
        {
            // Who was judged while the grain could not read the catalog is left alone by the default policy, by everybody: longer than a run is watched.
            var isByDefault = Cluster.Storage.Record?.Members.FirstOrDefault(record => record.Id == snapshot.Members[i].Id)?.LengthMs
                == (long)SuspensionPolicy.Default.Initial.TotalMilliseconds;
            if (isByDefault)
            {
                byDefault.Add(snapshot.Members[i].Id);
            }

            Claim(
                isByDefault || snapshot.Verdicts[i] is { State: MemberState.Active, Word: OperatorWord.None },
                $"{snapshot.Members[i].Id} is well and still {snapshot.Verdicts[i].State} {snapshot.Verdicts[i].Word} at the end");
        }

        foreach (var edge in Cluster.Edges)
        {
            // A member that comes back just before the end, and slowly, makes a new snapshot every few hundred milliseconds.
            Claim(
                edge.Group.Snapshot?.Stamp == snapshot.Stamp || (_newest == snapshot.Stamp && Now - _newestSince < KnowsWithin(edge, grain)),
                $"{edge.Node} has not the grain's snapshot at the end");

            // Whom the cluster has put back just now, an edge that was contradicted probes only now, and the probe may wait among others.
            string[] tried = Now - _newestSince < LongestProbe ? [.. edge.Group.PrivateOverlayAt(Now).Where(edge.Probing.Contains)] : [];
            var held = string.Join(' ', edge.Group.OverlayAt(Now).Where(member => !byDefault.Contains(member) && !tried.Contains(member)));
            Claim(held.Length == 0, $"{edge.Node} still leaves {held} alone at the end");
            Claim(edge.Waiting == 0, $"{edge.Waiting} requests still wait at {edge.Node} at the end");
        }
    }

    private TimeSpan KnowsWithin(SimulatedEdge edge, SimulatedActivation grain) =>
        _pulls.TryGetValue(edge.Id, out var pull) && pull.Grain == grain && Now - pull.At < TimeSpan.FromMilliseconds(pull.PeriodMs * 3) ? Hop : LongestPull;

    private bool IsContradicted(string node, string member) =>
        Cluster.Edges.Find(edge => edge.Node == node)?.Group.PrivateOverlayAt(Now).Contains(member) != false;

    private MemberVerdict? VerdictOf(string member)
    {
        var snapshot = Cluster.Current?.Machine?.Snapshot;
        for (var i = 0; i < snapshot?.Members.Length; i++)
        {
            if (snapshot.Members[i].Id == member)
            {
                return snapshot.Verdicts[i];
            }
        }

        return null;
    }
}
