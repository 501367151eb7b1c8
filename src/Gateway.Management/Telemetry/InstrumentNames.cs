namespace Gateway.Management.Telemetry;

/// <summary>The names of the meter's instruments. Dashboards depend on them.</summary>
internal static class InstrumentNames
{
    public const string RequestDuration = "gateway.request.duration";
    public const string RequestOverhead = "gateway.request.overhead";
    public const string Attempts = "gateway.attempts";
    public const string Failovers = "gateway.failovers";
    public const string Slots = "gateway.slots";
    public const string AcquireDuration = "gateway.acquire.duration";
    public const string ReplayRefused = "gateway.replay.refused";
    public const string Trials = "gateway.trials";
    public const string ScriptDuration = "gateway.script.duration";
    public const string ScriptAborts = "gateway.script.aborts";
    public const string ConfigReloads = "gateway.config.reloads";
    public const string ConfigRevision = "gateway.config.revision";
    public const string SnapshotAge = "gateway.snapshot.age";
    public const string GroupDegraded = "gateway.group.degraded";
    public const string Events = "gateway.events";
    public const string ReportsDropped = "gateway.reports.dropped";
    public const string RepliesIgnored = "gateway.replies.ignored";
    public const string AddressesRefused = "gateway.addresses.refused";
    public const string AddressSuspensions = "gateway.addresses.suspensions";
    public const string MemberState = "gateway.member.state";
}
