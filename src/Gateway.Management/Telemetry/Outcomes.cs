namespace Gateway.Management.Telemetry;

/// <summary>How a request ended: whose doing the answer was.</summary>
public enum RequestOutcome
{
    /// <summary>A backend's answer was passed on, whatever its status; or the gateway has answered a preflight in its stead.</summary>
    Answered,

    /// <summary>The gateway answered for itself: no such API, resource or method, or a malformed request.</summary>
    Refused,

    /// <summary>No member could be used: all suspended, or none there.</summary>
    Unavailable,

    /// <summary>Members were tried, none answered.</summary>
    Failed,

    /// <summary>The backend broke off after its answer had begun.</summary>
    Broken,

    /// <summary>The client went away.</summary>
    Aborted,

    /// <summary>A fault of the gateway.</summary>
    Fault,
}

/// <summary>Where a turn came from.</summary>
public enum SlotMode
{
    /// <summary>The cluster's cursor.</summary>
    Cluster,

    /// <summary>The edge's own cursor, as configured.</summary>
    Local,

    /// <summary>The edge's own cursor, because the grain cannot be reached.</summary>
    Degraded,

    /// <summary>The cluster's slot could not be used here: another available member was taken instead.</summary>
    Spill,
}

/// <summary>What became of a reload of the configuration.</summary>
public enum ReloadOutcome
{
    /// <summary>It is in force.</summary>
    Applied,

    /// <summary>It says what was in force already.</summary>
    Unchanged,

    /// <summary>It does not check out; the old one stays.</summary>
    Refused,
}

/// <summary>How a trial ended.</summary>
public enum TrialOutcome
{
    /// <summary>The member works.</summary>
    Success,

    /// <summary>It does not.</summary>
    Failure,

    /// <summary>Nothing can be said: its leave was given back.</summary>
    GivenBack,
}
