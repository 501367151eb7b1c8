using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <content>What this edge tells the grain: only what the verdict needs, at most one report in flight.</content>
public sealed partial class EdgeGroup
{
    // A vote stands as long: what is older is no evidence of today.
    private static readonly TimeSpan EvidenceLasts = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(0.5);

    private readonly Queue<(ReportItem Item, TimeSpan At)> _outbox = new();
    private ReportRequest? _report;
    private TimeSpan _reportSentAt;
    private TimeSpan _reportNotBefore = TimeSpan.MinValue;
    private bool _reportInFlight;
    private long _reportSeq;

    /// <summary>Pieces of evidence that never reached the grain: too many, too old, or of an epoch that is over.</summary>
    public long ReportsDropped { get; private set; }

    /// <summary>Pieces of evidence that the grain had no use for.</summary>
    public long ReportsIgnored { get; private set; }

    /// <summary>The Report to send now, if there is something to tell, a way to tell it, and none in flight.</summary>
    /// <param name="now">The edge's clock.</param>
    public ReportRequest? NextReport(TimeSpan now)
    {
        if (ReportDue() > now)
        {
            return null;
        }

        if (_report is { } last && (last.Seen.Epoch != _seen.Epoch || now - _reportSentAt > EvidenceLasts))
        {
            ReportsDropped += last.Items.Length;
            _report = null;
        }

        _report ??= Gather(now);
        _reportInFlight = _report is not null;
        return _report;
    }

    /// <summary>Notes the answer to a Report.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="now">The edge's clock.</param>
    public void ReportAnswered(ReportReply reply, TimeSpan now)
    {
        var isMine = _report is { } report && reply.Seq == report.Seq;
        Hear(reply.News, reply.Stamp, isMine ? _reportSentAt : null, now);
        if (!isMine)
        {
            return;
        }

        if (reply.Status == GroupStatus.Fenced)
        {
            ReportUnanswered(now);
            return;
        }

        ReportsIgnored += Math.Clamp(reply.Ignored, 0, _report!.Items.Length);
        _report = null;
        _reportInFlight = false;
    }

    /// <summary>Notes that a Report failed: it is repeated, with the same seq, while its evidence is fresh.</summary>
    /// <param name="now">The edge's clock.</param>
    public void ReportUnanswered(TimeSpan now)
    {
        _reportInFlight = false;
        _reportNotBefore = now + RepeatAfter;
    }

    // While Pulls fail there is no way to tell anybody.
    private TimeSpan ReportDue() =>
        _reportInFlight || _pulls.Failures > 0 || (_report is null && _outbox.Count == 0) ? TimeSpan.MaxValue : _reportNotBefore;

    private ReportRequest? Gather(TimeSpan now)
    {
        var items = ImmutableArray.CreateBuilder<ReportItem>();
        while (_outbox.TryDequeue(out var entry))
        {
            if (entry.Item.Epoch == _seen.Epoch && now - entry.At <= EvidenceLasts)
            {
                items.Add(entry.Item);
            }
            else
            {
                ReportsDropped++;
            }
        }

        if (items.Count == 0)
        {
            return null;
        }

        _reportSentAt = now;
        return new ReportRequest(_edge, _node, ++_reportSeq, _seen, _plan.Revision, items.ToImmutable());
    }

    private void Tell(
        MemberView member, in Routing routing, ReportKind kind, int errorCode, FailureStage stage, long permit, long ask, TimeSpan now)
    {
        // Routed under no verdict: no grain would know what to make of it.
        if (routing.Epoch == default)
        {
            return;
        }

        if (_outbox.Count == ReportRequest.MostItems)
        {
            _outbox.Dequeue();
            ReportsDropped++;
        }

        _outbox.Enqueue((new ReportItem(member.Id, routing.Epoch, routing.Gen, kind, errorCode, stage, permit, ask), now));
    }
}
