using Gateway.Core.Attempts;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Groups;

/// <summary>Tells a group how a try at one of its members ended, and the log what changed by that. Per request it says nothing.</summary>
internal sealed partial class MemberLog
{
    private readonly ILogger<MemberLog> _logger;

    public MemberLog(ILogger<MemberLog> logger) => _logger = logger;

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
