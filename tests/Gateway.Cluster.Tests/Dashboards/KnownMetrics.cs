namespace Gateway.Cluster.Tests.Dashboards;

/// <summary>The metrics of the meter <c>Gateway</c> as Prometheus has them, with their labels: users' dashboards depend on them.</summary>
internal static class KnownMetrics
{
    /// <summary>What is promised: a name and its labels; those with a <c>?</c> are there only where they have a value: Prometheus keeps no empty ones.</summary>
    public static IReadOnlyDictionary<string, string[]> Promised { get; } = new Dictionary<string, string[]>
    {
        ["gateway_request_duration_seconds"] = ["api?", "api_version?", "http_request_method", "http_response_status_code", "outcome"],
        ["gateway_request_overhead_seconds"] = [],
        ["gateway_attempts_total"] = ["error_code?", "group", "member", "outcome"],
        ["gateway_failovers_total"] = ["group"],
        ["gateway_member_state"] = ["group", "member", "state"],
        ["gateway_suspensions_total"] = ["cause", "group", "member"],
        ["gateway_trials_total"] = ["group", "outcome"],
        ["gateway_slots_total"] = ["group", "mode"],
        ["gateway_acquire_duration_seconds"] = [],
        ["gateway_snapshot_age_seconds"] = ["group"],
        ["gateway_group_degraded"] = ["group"],
        ["gateway_replay_refused_total"] = ["reason"],
        ["gateway_script_duration_seconds"] = [],
        ["gateway_script_aborts_total"] = ["reason"],
        ["gateway_config_revision"] = [],
        ["gateway_config_reloads_total"] = ["outcome"],
    };

    /// <summary>What there is besides, or may be.</summary>
    public static IReadOnlyDictionary<string, string[]> Further { get; } = new Dictionary<string, string[]>
    {
        ["gateway_events_total"] = ["group?", "kind"],
        ["gateway_events_dropped_total"] = ["queue"],
        ["gateway_reports_dropped_total"] = ["group"],
        ["gateway_replies_ignored_total"] = ["group"],
        ["gateway_reports_ignored_total"] = ["group", "reason"],
        ["gateway_addresses_refused_total"] = ["endpoint", "reason"],
        ["gateway_addresses_suspensions_total"] = ["endpoint"],
    };

    /// <summary>Whether labels are exactly those that are expected.</summary>
    public static bool Fits(IEnumerable<string> labels, string[] expected)
    {
        var given = labels.ToHashSet();
        return given.IsSubsetOf(expected.Select(static label => label.TrimEnd('?'))) && expected.Where(static label => !label.EndsWith('?')).All(given.Contains);
    }
}
