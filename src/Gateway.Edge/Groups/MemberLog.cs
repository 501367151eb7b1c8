using Gateway.Core.Attempts;
using Gateway.Core.Groups;
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
            var length = group.Failed(pick, outcome.ErrorCode, outcome.Stage);
            if (length > TimeSpan.Zero)
            {
                LogLeftAlone(pick.Member, group.Name, length, outcome.ErrorCode, ErrorCodes.Describe(outcome.ErrorCode));
            }
        }
        else
        {
            group.GaveBack(pick);
        }
    }

    /// <summary>A member that this edge had left alone answers.</summary>
    public void Back(string member, string group) => LogBack(member, group);

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
}
