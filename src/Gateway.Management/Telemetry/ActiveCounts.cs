using System.Diagnostics.Metrics;

namespace Gateway.Management.Telemetry;

/// <summary>
/// Keeps the up-down counters that the platform moves several times for every request (requests and connections in use) by
/// itself, and shows them under their own names. The collector would look up a series by all its tags for each step: eight
/// times a request, the larger part of what all metrics cost.
/// </summary>
internal sealed class ActiveCounts : IDisposable
{
    private static readonly ActiveCountPlan[] Plans =
    [
        new("Microsoft.AspNetCore.Hosting", "http.server.active_requests", ["http.request.method", "url.scheme"]),
        new("System.Net.Http", "http.client.active_requests", ["http.request.method", "url.scheme"]),
        new("System.Net.Http", "http.client.open_connections", ["http.connection.state", "network.protocol.version", "url.scheme"]),
    ];

    private readonly MeterListener _listener = new();
    private readonly List<Meter> _meters = [];

    public ActiveCounts()
    {
        foreach (var plan in Plans)
        {
            Show(plan);
        }

        _listener.SetMeasurementEventCallback<long>(
            static (_, value, tags, state) => ((ActiveCount)state!).Add(value, tags));
        _listener.Start();
    }

    /// <summary>Whether the platform's own instrument is kept here, and so is not the collector's business.</summary>
    public static bool Keep(Instrument instrument) => instrument is UpDownCounter<long> && PlanOf(instrument) is not null;

    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(static meter => meter.Dispose());
    }

    // Two meters of one name: what is read carries the platform's scope, as if it came from there.
    private void Show(ActiveCountPlan plan)
    {
        ActiveCount? count = null;
        _listener.InstrumentPublished += (instrument, listener) =>
        {
            if (instrument is not UpDownCounter<long> || instrument.Name != plan.Instrument || instrument.Meter.Name != plan.Meter)
            {
                return;
            }

            if (count is null)
            {
                count = new ActiveCount(plan.Tags);
                var meter = new Meter(plan.Meter, instrument.Meter.Version);
                _meters.Add(meter);
                meter.CreateObservableUpDownCounter(instrument.Name, count.Read, instrument.Unit, instrument.Description);
            }

            listener.EnableMeasurementEvents(instrument, count);
        };
    }

    private static ActiveCountPlan? PlanOf(Instrument instrument) =>
        Array.Find(Plans, plan => plan.Instrument == instrument.Name && plan.Meter == instrument.Meter.Name);

    /// <summary>One instrument kept.</summary>
    /// <param name="Meter">Its meter.</param>
    /// <param name="Instrument">Its name.</param>
    /// <param name="Tags">The tags that are shown; the others (addresses, ports) are summed up.</param>
    private sealed record ActiveCountPlan(string Meter, string Instrument, string[] Tags);
}
