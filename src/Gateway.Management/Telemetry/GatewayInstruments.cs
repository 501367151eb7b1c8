using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gateway.Management.Telemetry;

/// <summary>
/// What the data plane counts: the meter <c>Gateway</c>. Safe from any thread; recording allocates nothing. Every tag comes from
/// the configuration or a closed list: never pass an address, a path or anything else that a client chose.
/// </summary>
public sealed class GatewayInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Gateway";

    private readonly Histogram<double> _requestDuration;
    private readonly Histogram<double> _requestOverhead;
    private readonly Histogram<double> _acquireDuration;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _failovers;
    private readonly Counter<long> _slots;
    private readonly Counter<long> _replayRefused;
    private readonly Counter<long> _trials;
    private readonly Histogram<double> _scriptDuration;
    private readonly Counter<long> _scriptAborts;
    private readonly Counter<long> _configReloads;
    private readonly Counter<long> _addressesRefused;
    private readonly Counter<long> _addressSuspensions;

    /// <summary>Creates the instruments.</summary>
    public GatewayInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _requestDuration = meter.CreateHistogram(
            InstrumentNames.RequestDuration, "s", "From a request's first byte to its answer's last.", tags: null, Buckets.Request);
        _requestOverhead = meter.CreateHistogram(
            InstrumentNames.RequestOverhead, "s", "A request's duration less the time its backends took.", tags: null, Buckets.Overhead);
        _acquireDuration = meter.CreateHistogram(
            InstrumentNames.AcquireDuration, "s", "Wait of a request for its turn in a group.", tags: null, Buckets.Acquire);
        _attempts = meter.CreateCounter<long>(InstrumentNames.Attempts, "{attempt}", "Tries at a backend, by how each ended.");
        _failovers = meter.CreateCounter<long>(InstrumentNames.Failovers, "{failover}", "Requests sent on to another member.");
        _slots = meter.CreateCounter<long>(InstrumentNames.Slots, "{slot}", "Turns used, by where they came from.");
        _replayRefused = meter.CreateCounter<long>(
            InstrumentNames.ReplayRefused, "{request}", "Requests not sent on to another member though there was one.");
        _trials = meter.CreateCounter<long>(
            InstrumentNames.Trials, "{trial}", "Tries of a member whose suspension had run out, by how each ended.");
        _addressesRefused = meter.CreateCounter<long>(
            InstrumentNames.AddressesRefused, "{request}", "Requests whose computed address may not be called.");
        _addressSuspensions = meter.CreateCounter<long>(
            InstrumentNames.AddressSuspensions, "{suspension}", "Times that this edge began to leave a computed address alone.");
        _scriptDuration = meter.CreateHistogram(
            InstrumentNames.ScriptDuration, "s", "A run of a script, without the wait for its turn.", tags: null, Buckets.Script);
        _scriptAborts = meter.CreateCounter<long>(
            InstrumentNames.ScriptAborts, "{run}", "Runs of scripts that did not come to their end, by why.");
        _configReloads = meter.CreateCounter<long>(InstrumentNames.ConfigReloads, "{reload}", "Reloads of the configuration.");
    }

    /// <summary>A request has been answered, or given up.</summary>
    /// <param name="api">The API's name; empty when none was found.</param>
    /// <param name="version">Its version; empty when none was found.</param>
    /// <param name="method">The request's method; unknown ones are counted as <c>_OTHER</c>.</param>
    /// <param name="status">The status answered; 0 when the client got none.</param>
    /// <param name="outcome">Whose doing it was.</param>
    /// <param name="total">The whole time, in seconds.</param>
    /// <param name="overhead">That time less the backends', in seconds.</param>
    public void RequestEnded(
        string api, string version, string method, int status, RequestOutcome outcome, double total, double overhead)
    {
        var tags = default(TagList);
        tags.Add("api", api);
        tags.Add("api.version", version);
        tags.Add("http.request.method", Words.Method(method));
        tags.Add("http.response.status_code", Words.Status(status));
        tags.Add("outcome", Words.Of(outcome));
        _requestDuration.Record(total, in tags);
        _requestOverhead.Record(overhead);
    }

    /// <summary>One try at a member has ended.</summary>
    /// <param name="group">The group's name.</param>
    /// <param name="member">The member's id.</param>
    /// <param name="outcome">How it ended, a word of a closed list.</param>
    /// <param name="errorCode">WSO2's error code; 0 for none, and then there is no such tag.</param>
    public void AttemptEnded(string group, string member, string outcome, int errorCode)
    {
        var tags = default(TagList);
        tags.Add("group", group);
        tags.Add("member", member);
        tags.Add("outcome", outcome);
        if (errorCode != 0)
        {
            tags.Add("error.code", errorCode);
        }

        _attempts.Add(1, in tags);
    }

    /// <summary>A request was sent on to another member of the group.</summary>
    public void FailedOver(string group) => _failovers.Add(1, new KeyValuePair<string, object?>("group", group));

    /// <summary>A turn of the group was used.</summary>
    public void SlotUsed(string group, SlotMode mode) =>
        _slots.Add(1, new KeyValuePair<string, object?>("group", group), new KeyValuePair<string, object?>("mode", Words.Of(mode)));

    /// <summary>A request has its turn.</summary>
    /// <param name="seconds">How long it waited; 0 when the slot lay ready.</param>
    public void Acquired(double seconds) => _acquireDuration.Record(seconds);

    /// <summary>A request was not sent on though there was another member.</summary>
    /// <param name="reason">Why, a word of a closed list.</param>
    public void ReplayRefused(string reason) => _replayRefused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>An address that was computed for a request was refused.</summary>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="reason">Why, a word of a closed list.</param>
    public void AddressRefused(string endpoint, string reason) => _addressesRefused.Add(
        1, new KeyValuePair<string, object?>("endpoint", endpoint), new KeyValuePair<string, object?>("reason", reason));

    /// <summary>An address that an endpoint has from requests is left alone from now on.</summary>
    public void AddressSuspended(string endpoint) => _addressSuspensions.Add(1, new KeyValuePair<string, object?>("endpoint", endpoint));

    /// <summary>A trial of the cluster's was made here.</summary>
    public void TrialEnded(string group, TrialOutcome outcome) =>
        _trials.Add(1, new KeyValuePair<string, object?>("group", group), new KeyValuePair<string, object?>("outcome", Words.Of(outcome)));

    /// <summary>A script has run, to its end or not.</summary>
    /// <param name="seconds">How long it ran.</param>
    public void ScriptEnded(double seconds) => _scriptDuration.Record(seconds);

    /// <summary>A script did not come to its end, or did not begin.</summary>
    /// <param name="reason">Why, a word of a closed list.</param>
    public void ScriptAborted(string reason) => _scriptAborts.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Shows the counts of reloads before there is one.</summary>
    public void ShowReloads()
    {
        foreach (var outcome in Enum.GetValues<ReloadOutcome>())
        {
            _configReloads.Add(0, new KeyValuePair<string, object?>("outcome", Words.Of(outcome)));
        }
    }

    /// <summary>The configuration was read again.</summary>
    public void Reloaded(ReloadOutcome outcome) =>
        _configReloads.Add(1, new KeyValuePair<string, object?>("outcome", Words.Of(outcome)));
}
