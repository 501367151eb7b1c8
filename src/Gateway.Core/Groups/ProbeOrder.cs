namespace Gateway.Core.Groups;

/// <summary>A probe to be made now: at most one per member is under way.</summary>
/// <param name="Member">The member's id.</param>
/// <param name="Stage">How far it must come to prove anything.</param>
/// <param name="Routing">What it rests on.</param>
/// <param name="Ask">The ask that it answers; 0: none.</param>
public readonly record struct ProbeOrder(string Member, FailureStage Stage, Routing Routing, long Ask);

/// <summary>How a probe ended.</summary>
/// <param name="Kind">Whether the member works; given back when nothing can be said.</param>
/// <param name="ErrorCode">WSO2's code of a failure.</param>
/// <param name="Stage">Of a failure, how far it came.</param>
public readonly record struct ProbeResult(ReportKind Kind, int ErrorCode, FailureStage Stage)
{
    /// <summary>The member works, as far as the probe was to go.</summary>
    public static ProbeResult Fine => new(ReportKind.Succeeded, 0, default);

    /// <summary>It was broken off, or never begun: nothing is known.</summary>
    public static ProbeResult Unknown => new(ReportKind.GivenBack, 0, default);

    /// <summary>The member does not work.</summary>
    public static ProbeResult Failed(int errorCode, FailureStage stage) => new(ReportKind.Failed, errorCode, stage);
}
