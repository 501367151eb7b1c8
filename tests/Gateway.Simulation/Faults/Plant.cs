using Gateway.Core.Groups;

namespace Gateway.Simulation.Faults;

/// <summary>
/// Every place where a run can be made to go wrong on purpose: messages at the grain and at the edge, storage, and what the shells
/// give the machines. As it stands it changes nothing; each fault overrides what it needs. The product knows nothing of it.
/// </summary>
internal class Plant
{
    /// <summary>Whether requests that have waited long enough are let go on.</summary>
    public virtual bool ServesOverdue => true;

    /// <summary>Whether edges are told that a try of theirs failed.</summary>
    public virtual bool NotesFailures => true;

    public virtual TakeReply Take(GroupMachine grain, TakeRequest request, TimeSpan now) => grain.Take(request, now);

    public virtual PullReply Pull(GroupMachine grain, PullRequest request, TimeSpan now) => grain.Pull(request, now);

    public virtual ReportReply Report(GroupMachine grain, ReportRequest request, TimeSpan now) => grain.Report(request, now);

    public virtual TakeReply ToEdge(EdgeGroup edge, TakeReply reply)
    {
        var stamp = reply.Stamp;
        return reply with { News = ToEdge(edge, reply.News, ref stamp), Stamp = stamp };
    }

    public virtual PullReply ToEdge(EdgeGroup edge, PullReply reply)
    {
        var stamp = reply.Stamp;
        return reply with { News = ToEdge(edge, reply.News, ref stamp), Stamp = stamp };
    }

    public virtual ReportReply ToEdge(EdgeGroup edge, ReportReply reply)
    {
        var stamp = reply.Stamp;
        return reply with { News = ToEdge(edge, reply.News, ref stamp), Stamp = stamp };
    }

    public virtual GroupNews ToEdge(EdgeGroup edge, GroupNews news, ref Stamp stamp) => news;

    public virtual bool Matches(long condition, long stored) => condition == stored;

    public virtual GroupRecord Stored(GroupRecord record) => record;

    public virtual Epoch EpochAfter(long stored, long seen, long utcMilliseconds, long random) =>
        Epoch.After(stored, seen, utcMilliseconds, random);

    /// <summary>When an activation believes that it has begun.</summary>
    public virtual GrainTime Started(GrainTime now) => now;

    public virtual GroupDefinition Rules(GroupDefinition definition) => definition;

    public virtual ProbeResult Probed(ProbeOrder order, ProbeResult result) => result;

    public virtual TimeSpan RoundTrip(TimeSpan real) => real;
}
