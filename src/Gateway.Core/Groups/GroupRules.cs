using System.Collections.Frozen;
using Gateway.Core.Endpoints;
using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>What the catalog says of how a group judges its members. The grain and the edges read the same rules.</summary>
/// <param name="Quorum">Edges that must have seen a failure, at least 1; null: <c>auto</c>.</param>
/// <param name="MaxSuspended">Share of the members that may be suspended at once, over 0 to 1.</param>
/// <param name="WhenAllSuspended">What to do when no member may be used.</param>
/// <param name="SlowStart">How long a member that is back grows to its full weight; zero: at once.</param>
/// <param name="Failover">The failover group's choice of a substitute; null: not a failover group.</param>
/// <param name="Members">The leaves' rules by id. A member that is a group has none: its own leaves carry the state.</param>
public sealed record GroupRules(
    int? Quorum, double MaxSuspended, WhenAllSuspended WhenAllSuspended, TimeSpan SlowStart, FailoverRules? Failover,
    FrozenDictionary<string, MemberRules> Members)
{
    /// <summary>The defaults, for groups whose catalog is not known yet.</summary>
    public static GroupRules Default { get; } =
        new(null, 1.0, WhenAllSuspended.Fail, TimeSpan.Zero, null, FrozenDictionary<string, MemberRules>.Empty);
}

/// <summary>How a failover group chooses.</summary>
/// <param name="Order">The substitute.</param>
/// <param name="ReturnToPrimary">Whether the first member takes over again when it turns active.</param>
public sealed record FailoverRules(FailoverOrder Order, bool ReturnToPrimary);

/// <summary>How one leaf is judged.</summary>
/// <param name="Suspend">How long it is left alone.</param>
/// <param name="Mark">What it may do a few times before.</param>
/// <param name="AttemptTimeout">The longest a try may take: connect timeout and silence together.</param>
/// <param name="Health">The request that tells whether it works: active checks, opinions and trials use it; null: none.</param>
public sealed record MemberRules(SuspensionPolicy Suspend, MarkPolicy Mark, TimeSpan AttemptTimeout, HealthCheck? Health)
{
    /// <summary>WSO2's defaults.</summary>
    public static MemberRules Default { get; } =
        new(SuspensionPolicy.Default, MarkPolicy.Default, TimeSpan.FromSeconds(32), Health: null);

    /// <summary>Whether its host and port are the same for every request: else no probe knows where to go.</summary>
    public bool HasAddress { get; init; } = true;

    /// <summary>The last stage that a probe reaches: a TCP check proves nothing of an answer.</summary>
    public FailureStage Farthest => Health is null or { Kind: HealthCheckKind.Tcp } ? FailureStage.Tls : FailureStage.Answer;

    /// <summary>Whether there is a probe that reaches a stage.</summary>
    public bool HasProbeFor(FailureStage stage) => HasAddress && stage <= Farthest;
}
