using Gateway.Core.Attempts;
using Gateway.Core.Events;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Grains.Nodes;
using Gateway.Management;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Groups;

/// <summary>Tells a group how a try at one of its members ended, and the log what changed by that. Per request it says nothing.</summary>
internal sealed partial class MemberLog
{
    private readonly ILogger<MemberLog> _logger;
    private readonly EventOutbox _outbox;
    private readonly NodeIdentity _node;

    public MemberLog(ILogger<MemberLog> logger, EventOutbox outbox, NodeIdentity node)
    {
        _logger = logger;
        _outbox = outbox;
        _node = node;
    }

    /// <summary>Says what changed on this edge alone, and lets the cluster know.</summary>
    public void Tell(string group, EdgeChange change)
    {
        switch (change.Kind)
        {
            case EventKind.GroupDegraded:
                LogDegraded(group);
                break;
            case EventKind.GroupBack:
                LogGroupBack(group);
                break;
            case EventKind.OverlayPrivate:
                LogPrivate(change.Member, group, change.ErrorCode);
                break;
            default:
                LogPrivateEnded(change.Member, group);
                break;
        }

        _outbox.Note(ClusterEvent.Of(change.Kind, _node.Id, group, change.Member, change.Stamp) with { ErrorCode = change.ErrorCode });
    }

    /// <summary>Notes how a try ended.</summary>
    public void Note(GroupShell group, in Pick pick, AttemptOutcome outcome)
    {
        if (outcome.End == AttemptEnd.Answered)
        {
            if (group.Succeeded(pick))
            {
                Back(pick.Member, group.Name);
            }
        }
        else if (outcome.IsBackendFault)
        {
            group.Failed(pick, outcome.ErrorCode, outcome.Stage);
        }
        else
        {
            group.GaveBack(pick);
        }
    }

    /// <summary>This edge leaves a member alone from now on.</summary>
    public void LeftAlone(string member, string group, TimeSpan length, int errorCode) =>
        LogLeftAlone(member, group, length, errorCode, ErrorCodes.Describe(errorCode));

    /// <summary>A member that this edge had left alone answers.</summary>
    public void Back(string member, string group) => LogBack(member, group);

    /// <summary>The cluster has taken a member out of use here, or put it back.</summary>
    public void Say(string group, in VerdictChange change)
    {
        if (change.IsOut)
        {
            LogOut(change.Member, group, change.State, change.Word, change.Stamp.Epoch.Number, change.Stamp.Version);
        }
        else
        {
            LogIn(change.Member, group, change.Stamp.Epoch.Number, change.Stamp.Version);
        }
    }

    [LoggerMessage(EventId = 3101, EventName = "MemberLeftAlone", Level = LogLevel.Warning,
        Message = "Member {Member} of group {Group} is left alone by this edge for {Duration}: {ErrorCode} {Cause}")]
    private partial void LogLeftAlone(string member, string group, TimeSpan duration, int errorCode, string cause);

    /// <summary>A fault of the gateway kept a probe from a result.</summary>
    public void ProbeFailed(string member, string group, Exception fault) => LogProbeFailed(member, group, fault);

    [LoggerMessage(EventId = 3103, EventName = "ProbeFailed", Level = LogLevel.Error,
        Message = "A probe of member {Member} of group {Group} failed by a fault of the gateway")]
    private partial void LogProbeFailed(string member, string group, Exception fault);

    [LoggerMessage(EventId = 3121, EventName = "GroupDegraded", Level = LogLevel.Warning,
        Message = "Group {Group} is degraded on this edge: its grain does not answer")]
    private partial void LogDegraded(string group);

    [LoggerMessage(EventId = 3122, EventName = "GroupBack", Level = LogLevel.Information,
        Message = "Group {Group} is no longer degraded on this edge")]
    private partial void LogGroupBack(string group);

    [LoggerMessage(EventId = 3123, EventName = "OverlayPrivate", Level = LogLevel.Warning,
        Message = "Member {Member} of group {Group} works for others: this edge alone leaves it alone ({ErrorCode})")]
    private partial void LogPrivate(string member, string group, int errorCode);

    [LoggerMessage(EventId = 3124, EventName = "OverlayEnded", Level = LogLevel.Information,
        Message = "Member {Member} of group {Group} is used by this edge again")]
    private partial void LogPrivateEnded(string member, string group);

    [LoggerMessage(EventId = 3102, EventName = "MemberBack", Level = LogLevel.Information,
        Message = "Member {Member} of group {Group} answers again")]
    private partial void LogBack(string member, string group);

    [LoggerMessage(EventId = 3104, EventName = "MemberOut", Level = LogLevel.Information,
        Message = "Member {Member} of group {Group} is out of use by the cluster's verdict: {State}, word {Word}; epoch {Epoch}, version {Version}")]
    private partial void LogOut(string member, string group, MemberState state, OperatorWord word, long epoch, long version);

    [LoggerMessage(EventId = 3105, EventName = "MemberIn", Level = LogLevel.Information,
        Message = "Member {Member} of group {Group} is in use again by the cluster's verdict; epoch {Epoch}, version {Version}")]
    private partial void LogIn(string member, string group, long epoch, long version);
}
