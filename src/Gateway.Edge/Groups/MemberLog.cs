using Gateway.Core.Attempts;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Groups;

/// <summary>Tells a group how a try at one of its members ended, and the log what changed by that. Per request it says nothing.</summary>
internal sealed partial class MemberLog
{
    private readonly ILogger<MemberLog> _logger;

    public MemberLog(ILogger<MemberLog> logger) => _logger = logger;

    public void Note(GroupShell group, string member, AttemptOutcome outcome)
    {
        if (outcome.End == AttemptEnd.Answered)
        {
            if (group.Succeeded(member))
            {
                LogBack(member, group.Name);
            }
        }
        else if (outcome.IsBackendFault)
        {
            var length = group.Failed(member, outcome.ErrorCode);
            if (length > TimeSpan.Zero)
            {
                LogLeftAlone(member, group.Name, length, outcome.ErrorCode, ErrorCodes.Describe(outcome.ErrorCode));
            }
        }
    }

    [LoggerMessage(EventId = 3101, EventName = "MemberLeftAlone", Level = LogLevel.Warning,
        Message = "Member {Member} of group {Group} is left alone by this edge for {Duration}: {ErrorCode} {Cause}")]
    private partial void LogLeftAlone(string member, string group, TimeSpan duration, int errorCode, string cause);

    [LoggerMessage(EventId = 3102, EventName = "MemberBack", Level = LogLevel.Information,
        Message = "Member {Member} of group {Group} answers again")]
    private partial void LogBack(string member, string group);
}
