using System.Diagnostics.Metrics;
using Gateway.Management.Views;
using Microsoft.Extensions.Hosting;

namespace Gateway.Management.Telemetry;

/// <summary>What is looked up when somebody reads the metrics: the states of groups and members, and the revision served.</summary>
internal sealed class GatewayGauges(IMeterFactory meters, IGroupViews groups, INodeView node, GatewayInstruments instruments) : IHostedService
{
    private static readonly (MemberState State, string Word)[] States =
        [.. Enum.GetValues<MemberState>().Select(state => (state, state.ToString().ToLowerInvariant()))];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(GatewayInstruments.MeterName);
        meter.CreateObservableGauge(
            InstrumentNames.ConfigRevision, () => node.Report().Revision, unit: null, "The catalog revision served; 0: none yet.");
        meter.CreateObservableGauge(InstrumentNames.SnapshotAge, SnapshotAges, "s", "Time since a group's snapshot was last confirmed.");
        meter.CreateObservableGauge(InstrumentNames.GroupDegraded, Degraded, unit: null, "1: the group's grain cannot be reached.");
        meter.CreateObservableGauge(InstrumentNames.MemberState, MemberStates, unit: null, "1: the member is in this state.");
        meter.CreateObservableCounter(
            InstrumentNames.ReportsDropped, () => PerGroup(static view => view.ReportsDropped), "{item}",
            "Evidence of this edge that never reached a group's grain: too much, too old, or of an epoch that is over.");
        meter.CreateObservableCounter(
            InstrumentNames.RepliesIgnored, () => PerGroup(static view => view.RepliesIgnored), "{item}",
            "Parts of a group's answers that did not fit: of another epoch or gen, of no member, or out of bounds.");

        // A counter is first seen with its first count, and a rise to it is none to Prometheus: the one refusal would raise no alert.
        instruments.ShowReloads();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<GroupView> Views() => groups.Names.Select(groups.Find).OfType<GroupView>();

    private IEnumerable<Measurement<long>> PerGroup(Func<GroupView, long> count) =>
        Views().Select(view => new Measurement<long>(count(view), new KeyValuePair<string, object?>("group", view.Name)));

    private IEnumerable<Measurement<double>> SnapshotAges() => Views()
        .Where(view => view.SnapshotAgeMs >= 0)
        .Select(view => new Measurement<double>(view.SnapshotAgeMs / 1000.0, new KeyValuePair<string, object?>("group", view.Name)));

    private IEnumerable<Measurement<int>> Degraded() => Views().Select(
        view => new Measurement<int>(view.Mode == GroupMode.Degraded ? 1 : 0, new KeyValuePair<string, object?>("group", view.Name)));

    // One series per state, as state sets are written in Prometheus: a query for a state then finds a 0, not a gap.
    private IEnumerable<Measurement<int>> MemberStates() =>
        from view in Views()
        from member in view.Members
        from state in States
        select new Measurement<int>(
            member.State == state.State ? 1 : 0,
            new KeyValuePair<string, object?>("group", view.Name),
            new KeyValuePair<string, object?>("member", member.Id),
            new KeyValuePair<string, object?>("state", state.Word));
}
