using Gateway.Core.Groups;

namespace Gateway.Core.Endpoints;

/// <summary>What may be sent to another member after a try has failed.</summary>
public enum Delivery
{
    /// <summary>Once bytes have left, only what HTTP calls idempotent or carries an <c>Idempotency-Key</c>.</summary>
    AtMostOnce,

    /// <summary>Everything whose body is still there.</summary>
    AtLeastOnce,
}

/// <summary>What a group does when no member may be used.</summary>
public enum WhenAllSuspended
{
    /// <summary>Answers 503.</summary>
    Fail,

    /// <summary>Tries them all the same.</summary>
    TryAnyway,
}

/// <summary>What a session is known by.</summary>
public enum SessionKind
{
    /// <summary>No sessions.</summary>
    None,

    /// <summary>A cookie of the gateway's own.</summary>
    Cookie,

    /// <summary>A header in which the client names its session.</summary>
    Header,

    /// <summary>WSO2's SOAP session: Axis2's ServiceGroupId.</summary>
    Soap,

    /// <summary>WSO2's simple client session: the SOAP header ClientID.</summary>
    ClientId,
}

/// <summary>Whether requests of one session stay with one member.</summary>
/// <param name="Kind">What a session is known by.</param>
/// <param name="Timeout">How long one lives.</param>
public sealed record SessionSettings(SessionKind Kind, TimeSpan Timeout)
{
    /// <summary>The header of <see cref="SessionKind.Header"/> if no other is named.</summary>
    public const string UsualHeader = "X-Session-ID";

    /// <summary>The header's name, or the cookie's; empty: a cookie of the group's own, or no name is needed.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether there are no sessions without the cluster's key: the client carries what only the gateway may write.</summary>
    public bool NeedsKey => Kind is SessionKind.Cookie or SessionKind.Soap;

    /// <summary>The name of the cookie that a group's sessions are kept in.</summary>
    /// <param name="group">The group's name, which does not show in it.</param>
    public string CookieOf(string group) => Kind == SessionKind.Cookie && Name.Length > 0 ? Name : $"gateway-session-{KeyHash.Of(group):x16}";

    /// <summary>No sessions.</summary>
    public static SessionSettings None { get; } = new(SessionKind.None, TimeSpan.FromMinutes(10));
}

/// <summary>What failover and load-balance groups have in common.</summary>
public sealed record GroupSettings
{
    /// <summary>What may be sent on.</summary>
    public required Delivery Delivery { get; init; }

    /// <summary>The most of a request's body that is kept for sending again, in bytes.</summary>
    public required long ReplayLimit { get; init; }

    /// <summary>The longest a request may take, over all tries; default 60 s.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Sessions.</summary>
    public SessionSettings Session { get; init; } = SessionSettings.None;

    /// <summary>How many edges must have seen a failure before the cluster suspends, at least 1; null: <c>auto</c>.</summary>
    public int? Quorum { get; init; }

    /// <summary>The share of the members that may be suspended at once, over 0 to 1.</summary>
    public double MaxSuspended { get; init; } = 1.0;

    /// <summary>What to do when no member may be used.</summary>
    public WhenAllSuspended WhenAllSuspended { get; init; }

    /// <summary>How long the share of a member that is back grows up to its full weight; zero: at once.</summary>
    public TimeSpan SlowStart { get; init; }

    /// <summary>A load-balance group's defaults.</summary>
    public static GroupSettings OfLoadBalance { get; } = new() { Delivery = Delivery.AtMostOnce, ReplayLimit = 64 * 1024 };

    /// <summary>A failover group's defaults.</summary>
    public static GroupSettings OfFailover { get; } = new() { Delivery = Delivery.AtLeastOnce, ReplayLimit = 16 * 1024 * 1024 };
}
