using Gateway.Core.Groups;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>
/// Invariant 6: over all activations, while storage answers, at most one permit for a member is alive; no trial starts after its permit
/// ran out; no void permit's result counts. Permits of one epoch are a register with a lease: who tries holds the newest one.
/// </summary>
internal sealed class OneTrial(SimulatedCluster cluster) : Witness(cluster)
{
    private static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(5);

    // A permit's life is told in whole milliseconds, rounded down: for the grain it ends by less than that later than for its holder.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<(Epoch, long), Grant> _grants = [];
    private readonly HashSet<(SimulatedActivation, Epoch, Guid, long)> _answered = [];

    private sealed class Grant
    {
        public required TrialPermit Permit { get; init; }

        public required SimulatedActivation Grain { get; init; }

        public required Guid Edge { get; init; }

        public required bool IsUnfenced { get; set; }

        public required TimeSpan Ends { get; set; }

        public bool IsClosed { get; set; }
    }

    public override string Promise => "One trial";

    public override void Dealt(SimulatedActivation grain, TakeRequest request, TakeReply reply) =>
        Note(grain, request.Edge, reply.News, mayRenew: false);

    public override void Pulled(SimulatedActivation grain, PullRequest request, PullReply reply) =>
        Note(grain, request.Edge, reply.News, mayRenew: true);

    public override void Reported(SimulatedActivation grain, GroupSnapshot before, ReportRequest request, ReportReply reply)
    {
        var isNew = reply.Status is not (GroupStatus.Fenced or GroupStatus.OldSeq)
            && _answered.Add((grain, grain.Machine!.Epoch, request.Edge, request.Seq));
        if (isNew)
        {
            var isVoid = 0;
            foreach (var item in request.Items.Where(item => item.Permit != 0))
            {
                if (!_grants.TryGetValue((item.Epoch, item.Permit), out var grant) || grant.Edge != request.Edge || grant.IsClosed || Now >= grant.Ends + Rounding
                    || item.Epoch != grain.Machine!.Epoch || item.Gen != GenOf(before, item.Member))
                {
                    isVoid++;
                }
                else
                {
                    grant.IsClosed = true;
                }
            }

            Claim(reply.Ignored >= isVoid, $"of {isVoid} results of void permits only {reply.Ignored} were ignored");
        }

        Note(grain, request.Edge, reply.News, mayRenew: false);
    }

    public override void Tries(SimulatedEdge edge, string member, in Routing routing, bool byProbe)
    {
        if (routing.Permit == 0)
        {
            return;
        }

        var (epoch, id) = (routing.Epoch, routing.Permit);
        Claim(_grants.TryGetValue((epoch, id), out var grant), $"{edge.Node} tries {member} with permit {id}, which nobody has dealt");
        Claim(grant!.Edge == edge.Id && grant.Permit.Member == member, $"{edge.Node} tries {member} with another's permit {id}");
        Claim(Now < grant.Ends, $"{edge.Node} tries {member} {(Now - grant.Ends).TotalMilliseconds} ms after permit {id} ran out");
        Claim(
            !_grants.Values.Any(other => other.Permit.Epoch == epoch && other.Permit.Member == member && other.Permit.Id > id && other.Permit.Gen == grant.Permit.Gen),
            $"{edge.Node} tries {member} with permit {id}, and a newer one has been dealt");
    }

    private void Note(SimulatedActivation grain, Guid edge, GroupNews news, bool mayRenew)
    {
        foreach (var permit in news.Permits)
        {
            var ends = Now + TimeSpan.FromMilliseconds(permit.LifeMs);
            if (_grants.TryGetValue((permit.Epoch, permit.Id), out var known))
            {
                Claim(known.Edge == edge, $"permit {permit.Id} is dealt to two edges");
                if (mayRenew && ends > known.Ends)
                {
                    // What is renewed while storage is down, and said to be so, holds within its activation only, as what is dealt then.
                    known.Ends = ends;
                    known.IsUnfenced |= news.IsUnfenced;
                }

                continue;
            }

            var rival = _grants.Values.FirstOrDefault(other => other.Permit.Member == permit.Member && IsAlive(other));
            Claim(
                rival is null || rival.IsUnfenced || news.IsUnfenced || Now - Cluster.Storage.LastFlush < LeaseLength,
                $"permit {permit.Id} for {permit.Member} is dealt by {grain.Name} while {rival?.Permit.Id} of {rival?.Grain.Name} is alive");
            _grants.Add(
                (permit.Epoch, permit.Id),
                new Grant { Permit = permit, Grain = grain, Edge = edge, Ends = ends, IsUnfenced = news.IsUnfenced });
        }
    }

    // Its own machine voids a permit with its gen, and says so with the next snapshot.
    private bool IsAlive(Grant grant)
    {
        if (grant.IsClosed || Now >= grant.Ends)
        {
            return false;
        }

        var machine = grant.Grain.Machine!;
        return machine.Epoch != grant.Permit.Epoch || GenOf(machine.Snapshot, grant.Permit.Member) == grant.Permit.Gen;
    }

    private static long? GenOf(GroupSnapshot snapshot, string member)
    {
        for (var i = 0; i < snapshot.Members.Length; i++)
        {
            if (snapshot.Members[i].Id == member)
            {
                return snapshot.Verdicts[i].Gen;
            }
        }

        return null;
    }
}
