using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>How an edge treats a member on its own evidence.</summary>
internal enum OverlayKind
{
    /// <summary>As the cluster says.</summary>
    None,

    /// <summary>Marked for suspension: left alone for the mark's delay, then in use again.</summary>
    Marked,

    /// <summary>Left alone; then one try decides.</summary>
    Held,
}

/// <summary>What one edge holds against one member for itself alone.</summary>
internal sealed class Overlay
{
    private int? _marksLeft;

    public OverlayKind Kind { get; private set; }

    /// <summary>When its time is up.</summary>
    public TimeSpan Until { get; private set; } = TimeSpan.MinValue;

    /// <summary>Length of the last time it was held since the member answered; zero: none.</summary>
    public TimeSpan Length { get; private set; }

    /// <summary>How often in a row it was held.</summary>
    public int Times { get; private set; }

    /// <summary>The cluster has contradicted it: only this edge's own success ends it.</summary>
    public bool IsPrivate { get; set; }

    /// <summary>How far the failed try came: a probe must reach this.</summary>
    public FailureStage Stage { get; private set; }

    /// <summary>WSO2's code of the last failure that counted.</summary>
    public int ErrorCode { get; private set; }

    /// <summary>The epoch under which the failed try was routed.</summary>
    public Epoch Epoch { get; private set; }

    /// <summary>The gen under which the failed try was routed.</summary>
    public long Gen { get; private set; }

    /// <summary>
    /// Counts the changes of this overlay: what was routed before one is late after it, so that a burst of failures in flight is one
    /// step, with or without a grain.
    /// </summary>
    public int Turn { get; private set; }

    /// <summary>Whether nothing is remembered of any failure.</summary>
    public bool IsClean => Kind == OverlayKind.None && Length == TimeSpan.Zero && _marksLeft is null;

    /// <summary>When it is dropped if nobody has tried the member: after its length once more.</summary>
    public TimeSpan DroppedAt => Add(Until, Length);

    /// <summary>Notes a failure by the rule table. One whose time is up only grows longer.</summary>
    /// <returns>Whether the failure counts.</returns>
    public bool Failed(MemberRules rules, int errorCode, FailureStage stage, in Routing routing, TimeSpan now)
    {
        var left = _marksLeft ?? rules.Mark.Retries;
        var meaning = FailureRules.Judge(rules.Suspend, rules.Mark, errorCode, left);
        if (meaning == FailureMeaning.Nothing)
        {
            return false;
        }

        (Stage, ErrorCode, Epoch, Gen) = (stage, errorCode, routing.Epoch, routing.Gen);
        if (meaning == FailureMeaning.Marks && Kind != OverlayKind.Held)
        {
            _marksLeft = left - 1;
            Kind = OverlayKind.Marked;
            Until = Add(now, rules.Mark.Delay);
            Turn++;
        }
        else
        {
            Hold(rules, now);
        }

        return true;
    }

    /// <summary>Notes that the try failed: left alone for longer.</summary>
    public void Hold(MemberRules rules, TimeSpan now)
    {
        Length = rules.Suspend.Next(Length);
        Times++;
        Kind = OverlayKind.Held;
        Until = Add(now, Length);
        Turn++;
    }

    /// <summary>Nobody has tried the member for its length again: in use, and the next failure goes on with the series.</summary>
    public void Drop()
    {
        Kind = OverlayKind.None;
        IsPrivate = false;
        Turn++;
    }

    /// <summary>Forgets everything: the member has answered, or the cluster has judged it.</summary>
    public void End()
    {
        Drop();
        _marksLeft = null;
        Until = TimeSpan.MinValue;
        Length = TimeSpan.Zero;
        Times = 0;
    }

    private static TimeSpan Add(TimeSpan now, TimeSpan length) => length > TimeSpan.MaxValue - now ? TimeSpan.MaxValue : now + length;
}
