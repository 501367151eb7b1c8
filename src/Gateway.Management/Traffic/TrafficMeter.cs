using System.Diagnostics.Metrics;
using Gateway.Management.Telemetry;
using Microsoft.Extensions.Hosting;

namespace Gateway.Management.Traffic;

/// <summary>
/// Listens to what the data plane counts and keeps the last ten minutes of it for the status page: a page that is opened because something went wrong
/// has to show what was before.
/// </summary>
internal sealed class TrafficMeter : BackgroundService
{
    /// <summary>The length of a step.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    private static readonly string Answered = Words.Of(RequestOutcome.Answered);
    private static readonly string[] Failures =
        [Words.Of(RequestOutcome.Unavailable), Words.Of(RequestOutcome.Failed), Words.Of(RequestOutcome.Broken), Words.Of(RequestOutcome.Fault)];

    private readonly MeterListener _listener = new();
    private readonly TimeProvider _clock;
    private readonly PeriodicTimer _timer;
    private readonly long _begun;
    private long _told;

    /// <summary>Begins to listen to this node's own meter: in a process with several nodes each hears itself.</summary>
    public TrafficMeter(IMeterFactory meters, TrafficHistory history, TimeProvider clock)
    {
        _clock = clock;
        History = history;
        _timer = new PeriodicTimer(Step, clock);
        _begun = clock.GetTimestamp();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == GatewayInstruments.MeterName && ReferenceEquals(instrument.Meter.Scope, meters)
                && instrument.Name is InstrumentNames.RequestDuration or InstrumentNames.RequestOverhead or InstrumentNames.Attempts)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, seconds, tags, _) => Hear(instrument, seconds, tags));
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => HearTry(tags));
        _listener.Start();
    }

    /// <summary>What has been heard.</summary>
    public TrafficHistory History { get; }

    /// <summary>How many steps have ended since the node started.</summary>
    public long StepsTold => Interlocked.Read(ref _told);

    /// <inheritdoc />
    public override void Dispose()
    {
        _listener.Dispose();
        _timer.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                // A timer that comes late, on a machine that stood still, has more than one step to tell.
                var passed = (long)Math.Round(_clock.GetElapsedTime(_begun) / Step);
                History.Advance((int)Math.Clamp(passed - _told, 1, CountHistory.Steps));
                Interlocked.Exchange(ref _told, Math.Max(passed, _told + 1));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node stops.
        }
    }

    private void Hear(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (instrument.Name == InstrumentNames.RequestOverhead)
        {
            History.OverheadMeasured(seconds);
            return;
        }

        var outcome = "";
        var status = 0;
        foreach (var tag in tags)
        {
            outcome = tag.Key == "outcome" ? (string)tag.Value! : outcome;
            status = tag.Key == "http.response.status_code" ? (int)tag.Value! : status;
        }

        History.RequestEnded(seconds, Array.IndexOf(Failures, outcome) >= 0, status >= 500 && outcome == Answered);
    }

    private void HearTry(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string group = "", member = "", outcome = "";
        foreach (var tag in tags)
        {
            group = tag.Key == "group" ? (string)tag.Value! : group;
            member = tag.Key == "member" ? (string)tag.Value! : member;
            outcome = tag.Key == "outcome" ? (string)tag.Value! : outcome;
        }

        // A client that has gone says nothing about the member.
        History.TryEnded(group, member, outcome is not ("answered" or "client_gone"));
    }
}
