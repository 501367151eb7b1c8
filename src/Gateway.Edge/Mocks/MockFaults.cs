using Gateway.Core.Mocks;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Scripting;

namespace Gateway.Edge.Mocks;

/// <summary>The gateway's own answers in place of a mock's.</summary>
internal static class MockFaults
{
    public static Fault BodyTooLarge { get; } = new(
        413, "413", "Status report", "Payload Too Large", "The body is larger than a mock reads");

    private static Fault Busy { get; } = new(
        503, "503", "Status report", "Service Unavailable", "Too many mock scripts are running");

    /// <summary>A script that did not come to its end; what it said itself stays in the log.</summary>
    public static Fault Of(ScriptOutcome outcome) => outcome.End switch
    {
        ScriptEnd.Busy => Busy,
        ScriptEnd.Error => Failed("it ended with an error"),
        ScriptEnd.Interpreter => Failed("it could not be run"),
        _ => Failed($"it broke its limit ({outcome.Reason})"),
    };

    public static Fault Of(MockRefusal refusal) => refusal switch
    {
        MockRefusal.MalformedCode => new Fault(400, "400", "Status report", "Bad Request", "The code of the header Prefer must be a status from 200 to 599"),
        MockRefusal.NotAcceptable => new Fault(406, "406", "Status report", "Not Acceptable", "The mock has no example of a type that the header Accept allows"),
        _ => new Fault(501, "501", "Status report", "Not Implemented", "The mock has no example for what is asked"),
    };

    private static Fault Failed(string why) => new(500, "500", "Status report", "Runtime Error", $"The script of the mock failed: {why}");
}
