using Gateway.Core.Mediation.Sequences;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Mediation;

/// <summary>What sequences say, and what is said of them.</summary>
internal sealed partial class MediationLog(ILogger<MediationLog> logger)
{
    /// <summary>A line of the mediator <c>log</c>.</summary>
    public void Write(string api, LogCategory category, string text)
    {
        switch (category)
        {
            case LogCategory.Error:
                LogError(api, text);
                break;
            case LogCategory.Warning:
                LogWarning(api, text);
                break;
            case LogCategory.Debug:
                LogDebug(api, text);
                break;
            case LogCategory.Trace:
                LogTrace(api, text);
                break;
            default:
                LogInformation(api, text);
                break;
        }
    }

    [LoggerMessage(EventId = 2501, EventName = "Sequence", Level = LogLevel.Information, Message = "{Api}: {Text}")]
    private partial void LogInformation(string api, string text);

    [LoggerMessage(EventId = 2502, EventName = "SequenceWarning", Level = LogLevel.Warning, Message = "{Api}: {Text}")]
    private partial void LogWarning(string api, string text);

    [LoggerMessage(EventId = 2503, EventName = "SequenceError", Level = LogLevel.Error, Message = "{Api}: {Text}")]
    private partial void LogError(string api, string text);

    [LoggerMessage(EventId = 2504, EventName = "SequenceDebug", Level = LogLevel.Debug, Message = "{Api}: {Text}")]
    private partial void LogDebug(string api, string text);

    [LoggerMessage(EventId = 2505, EventName = "SequenceTrace", Level = LogLevel.Trace, Message = "{Api}: {Text}")]
    private partial void LogTrace(string api, string text);

    [LoggerMessage(EventId = 2511, EventName = "SequenceFailed", Level = LogLevel.Warning, Message = "A sequence of {Api} failed at {Where}: {Reason}")]
    public partial void Failed(string api, string where, string reason);
}
