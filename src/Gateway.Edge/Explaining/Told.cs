using Gateway.Edge.Pipeline;
using Gateway.Management.Explain;

namespace Gateway.Edge.Explaining;

/// <summary>How an explanation ends.</summary>
internal static class Told
{
    /// <summary>The request would be refused.</summary>
    public static Explanation Refuse(this Explanation told, Fault fault) => told with
    {
        Outcome = ExplainedOutcome.Refused,
        Detail = $"It would be answered with {fault.Status}: {fault.Description.TrimEnd('.')}.",
        Fault = new ExplainedFault(fault.Status, fault.Code, fault.Message, fault.Description),
    };

    /// <summary>The gateway would answer by itself.</summary>
    public static Explanation Answer(this Explanation told, string detail) => told with { Outcome = ExplainedOutcome.Answered, Detail = detail };

    /// <summary>It cannot be said.</summary>
    public static Explanation LeaveOpen(this Explanation told, string detail) => told with { Outcome = ExplainedOutcome.Open, Detail = detail };

    /// <summary>It would be sent.</summary>
    public static Explanation Send(this Explanation told, string member, string? url, string detail) => told with
    {
        Outcome = ExplainedOutcome.Sent, Member = member, Url = url, Detail = detail,
    };
}
