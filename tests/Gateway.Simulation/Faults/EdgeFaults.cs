using Gateway.Core.Groups;

namespace Gateway.Simulation.Faults;

/// <summary>Snapshots are applied in the order in which they come.</summary>
internal sealed class NoStampOrder : Plant
{
    public override GroupNews ToEdge(EdgeGroup edge, GroupNews news, ref Stamp stamp)
    {
        if (news.Snapshot is not { } snapshot || edge.Snapshot is not { } seen || snapshot.Stamp >= seen.Stamp)
        {
            return news;
        }

        stamp = seen.Stamp with { Version = seen.Stamp.Version + 1 };
        return news with { Snapshot = snapshot with { Stamp = stamp } };
    }
}

/// <summary>A ring's places are taken for indexes into the edge's own catalog.</summary>
internal sealed class RingByPosition : Plant
{
    public override GroupNews ToEdge(EdgeGroup edge, GroupNews news, ref Stamp stamp)
    {
        var own = edge.Plan.Definition.Members;
        return news.Snapshot is { } snapshot && own.Length >= snapshot.Members.Length
            ? news with { Snapshot = snapshot with { Members = [.. own.Take(snapshot.Members.Length)] } }
            : news;
    }
}

/// <summary>The answer to a Take is used however late it comes, and whatever it answers.</summary>
internal sealed class LateTurnsUsed : Plant
{
    private readonly Dictionary<EdgeGroup, TakeReply> _last = [];

    public override TakeReply ToEdge(EdgeGroup edge, TakeReply reply)
    {
        var stale = _last.GetValueOrDefault(edge);
        _last[edge] = reply;
        return stale is { Count: > 0 } && reply.Count > 0 && reply.Seq % 20 == 0 ? stale with { Seq = reply.Seq } : reply;
    }
}

/// <summary>Turns of an epoch that is over are used in the next one.</summary>
internal sealed class TurnsOutliveTheirEpoch : Plant
{
    public override TakeReply ToEdge(EdgeGroup edge, TakeReply reply)
    {
        reply = base.ToEdge(edge, reply);
        return edge.Snapshot is { } seen && reply.Stamp < seen.Stamp ? reply with { Stamp = seen.Stamp } : reply;
    }
}

/// <summary>A permit never runs out.</summary>
internal sealed class EndlessPermit : Plant
{
    public override GroupNews ToEdge(EdgeGroup edge, GroupNews news, ref Stamp stamp) => Rewritten.Endless(news);
}

/// <summary>An edge does not leave a failing member alone.</summary>
internal sealed class NoOverlay : Plant
{
    public override bool NotesFailures => false;
}

/// <summary>A probe that finds a port open says that the member is well.</summary>
internal sealed class ShallowProbe : Plant
{
    public override ProbeResult Probed(ProbeOrder order, ProbeResult result) => result.Stage > FailureStage.Connect ? ProbeResult.Fine : result;
}

/// <summary>A probe that was asked for an opinion confirms whatever it was asked about.</summary>
internal sealed class BlindOpinion : Plant
{
    public override ProbeResult Probed(ProbeOrder order, ProbeResult result) =>
        order.Ask != 0 ? ProbeResult.Failed(101503, FailureStage.Connect) : result;
}

/// <summary>No answer is quick enough to close the circuit.</summary>
internal sealed class CircuitStaysOpen : Plant
{
    public override TimeSpan RoundTrip(TimeSpan real) => real + TimeSpan.FromSeconds(1);
}

/// <summary>Nobody lets go on who has waited too long.</summary>
internal sealed class NoLongestWait : Plant
{
    public override bool ServesOverdue => false;
}

/// <summary>Edges are not told of new snapshots with their answers.</summary>
internal sealed class DeafEdge : Plant
{
    private int _heard;

    public override GroupNews ToEdge(EdgeGroup edge, GroupNews news, ref Stamp stamp) =>
        news.Snapshot is not null && edge.Snapshot is not null && ++_heard % 8 == 0 ? news with { Snapshot = null } : news;
}
