using Gateway.Core.Groups;

namespace Gateway.Simulation.Faults;

/// <summary>Evidence of any gen is taken for evidence of today.</summary>
internal sealed class NoGenCheck : Plant
{
    public override ReportReply Report(GroupMachine grain, ReportRequest request, TimeSpan now) => grain.Report(
        request with { Items = [.. request.Items.Select(item => item with { Gen = Rewritten.GenOf(grain, item.Member) ?? item.Gen })] }, now);
}

/// <summary>Gens are compared without the epoch that they belong to.</summary>
internal sealed class GenWithoutEpoch : Plant
{
    public override ReportReply Report(GroupMachine grain, ReportRequest request, TimeSpan now) => grain.Report(
        request with { Items = [.. request.Items.Select(item => item with { Epoch = grain.Epoch })] }, now);
}

/// <summary>A Take that is repeated is dealt new turns.</summary>
internal sealed class NoSeqCheck : Plant
{
    private long _seq;

    public override TakeReply Take(GroupMachine grain, TakeRequest request, TimeSpan now) =>
        grain.Take(request with { Seq = ++_seq }, now) with { Seq = request.Seq };
}

/// <summary>The result of a trial counts whichever permit it names; and edges use permits that have run out.</summary>
internal sealed class PermitWithoutId : Plant
{
    private readonly Dictionary<(Guid, string), TrialPermit> _newest = [];

    public override PullReply Pull(GroupMachine grain, PullRequest request, TimeSpan now) => Noted(request.Edge, grain.Pull(request, now));

    public override ReportReply Report(GroupMachine grain, ReportRequest request, TimeSpan now)
    {
        var reply = grain.Report(
            request with
            {
                Items = [.. request.Items.Select(item => item.Permit != 0 && _newest.TryGetValue((request.Edge, item.Member), out var newest)
                    ? item with { Permit = newest.Id, Epoch = newest.Epoch, Gen = newest.Gen }
                    : item)],
            },
            now);
        Note(request.Edge, reply.News);
        return reply;
    }

    public override GroupNews ToEdge(EdgeGroup edge, GroupNews news, ref Stamp stamp) => Rewritten.Endless(news);

    private PullReply Noted(Guid edge, PullReply reply)
    {
        Note(edge, reply.News);
        return reply;
    }

    private void Note(Guid edge, GroupNews news)
    {
        foreach (var permit in news.Permits)
        {
            _newest[(edge, permit.Member)] = permit;
        }
    }
}

/// <summary>A grain deals permits from the moment that it has its epoch, and without a lease.</summary>
internal sealed class NoFenceLease : Plant
{
    public override GrainTime Started(GrainTime now) => now with { Now = now.Now - TimeSpan.FromSeconds(6) };

    public override PullReply Pull(GroupMachine grain, PullRequest request, TimeSpan now)
    {
        grain.Written(now);
        return grain.Pull(request, now);
    }
}

/// <summary>One edge's word is enough.</summary>
internal sealed class QuorumOfOne : Plant
{
    public override GroupDefinition Rules(GroupDefinition definition) => definition with { Rules = definition.Rules with { Quorum = 1 } };
}

/// <summary>Now and then a turn is left out.</summary>
internal sealed class GapInTheOrder : Plant
{
    public override TakeReply Take(GroupMachine grain, TakeRequest request, TimeSpan now)
    {
        var reply = grain.Take(request, now);
        return reply.Status == GroupStatus.Ok && reply.Count > 0 && request.Seq % 50 == 0 ? reply with { Start = reply.Start + 1 } : reply;
    }
}

internal static class Rewritten
{
    public static long? GenOf(GroupMachine grain, string member)
    {
        var snapshot = grain.Snapshot;
        for (var i = 0; i < snapshot.Members.Length; i++)
        {
            if (snapshot.Members[i].Id == member)
            {
                return snapshot.Verdicts[i].Gen;
            }
        }

        return null;
    }

    public static GroupNews Endless(GroupNews news) => news.Permits.IsEmpty
        ? news
        : news with { Permits = [.. news.Permits.Select(permit => permit with { LifeMs = permit.LifeMs + 20_000 })] };
}
