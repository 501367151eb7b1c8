using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Scripting;

/// <summary>What is said of scripts.</summary>
internal sealed partial class ScriptLog(ILogger<ScriptSandbox> logger)
{
    [LoggerMessage(EventId = 2401, EventName = "ScriptFailed", Level = LogLevel.Warning,
        Message = "The script {Script} failed ({Reason}) {Message}; further failures of this kind are only counted, until the configuration changes")]
    public partial void Failed(string script, string reason, string message);
}
