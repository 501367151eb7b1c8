using System.Collections.Frozen;
using Gateway.Core.Groups;
using Gateway.Edge.Probes;
using Gateway.Management.Telemetry;

namespace Gateway.Edge.Groups;

/// <content>What the group sends: each kind of call one at a time, when it is due. One timer, set for the earliest.</content>
internal sealed partial class GroupShell
{
    private static readonly TimeSpan LongestNap = TimeSpan.FromHours(1);

    private readonly List<Task> _runs = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stop;

    // Before the start and after the stop: nothing is earlier than this.
    private TimeSpan _armedFor = TimeSpan.MinValue;
    private bool _isRunning;

    /// <summary>Begins to pull. Requests are served before, too.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _isRunning = true;
            _armedFor = TimeSpan.MaxValue;
        }

        Go();
    }

    /// <summary>Sends nothing new, breaks off the probes under way, and waits for the calls that are.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isRunning = false;
            _armedFor = TimeSpan.MinValue;
        }

        await _stopping.CancelAsync();
        await _due.DisposeAsync();
        Task[] runs;
        lock (_gate)
        {
            runs = [.. _runs];
        }

        await Task.WhenAll(runs);
        _stopping.Dispose();
    }

    /// <summary>Goes on under a changed catalog.</summary>
    public void Replan(GroupPlan plan, FrozenDictionary<string, ProbeTarget> targets)
    {
        lock (_gate)
        {
            _group.Replan(plan);
            _targets = targets;
        }

        Go();
    }

    /// <summary>Takes news that came unasked.</summary>
    public void Nudged(GroupNews news)
    {
        lock (_gate)
        {
            _group.Nudged(news, Now);
        }

        Go();
    }

    /// <summary>The way to the cluster is new.</summary>
    public void Reconnected()
    {
        lock (_gate)
        {
            _group.Reconnected();
        }

        Go();
    }

    /// <summary>The way to the cluster is lost.</summary>
    public void Disconnected()
    {
        lock (_gate)
        {
            _group.Disconnected();
        }

        Go();
    }

    private void WhenDue()
    {
        lock (_gate)
        {
            if (!_isRunning)
            {
                return;
            }

            _armedFor = TimeSpan.MaxValue;
        }

        Go();
    }

    // Sends whatever is due. The calls begin on this thread, but not under the lock.
    private void Go()
    {
        PullRequest? pull;
        ReportRequest? report;
        List<ProbeOrder>? probes = null;
        IReadOnlyList<EdgeChange> changes;
        IReadOnlyList<VerdictChange> verdicts;
        TimeSpan now;
        lock (_gate)
        {
            if (!_isRunning)
            {
                return;
            }

            now = Now;
            verdicts = _group.TakeVerdictChanges();
            pull = _group.NextPull(now);
            while (_group.NextProbe(now) is { } order)
            {
                (probes ??= []).Add(order);
            }

            report = _group.NextReport(now);
            changes = _group.TakeChanges();
            Arm(now);
        }

        foreach (var change in changes)
        {
            _log.Tell(Name, change);
        }

        if (report is not null)
        {
            Own(ReportAsync(report));
        }

        if (pull is { } request)
        {
            Own(PullAsync(request, now));
        }

        foreach (var order in probes ?? [])
        {
            Own(ProbeAsync(order));
        }

        foreach (var verdict in verdicts)
        {
            _log.Say(Name, verdict);
        }
    }

    // Under the lock.
    private void Arm(TimeSpan now)
    {
        var due = _group.NextDue(now);
        if (due != _armedFor && _isRunning)
        {
            _armedFor = due;
            var delay = due <= now ? TimeSpan.Zero : due - now;
            _due.Change(RoundUp(delay < LongestNap ? delay : LongestNap), Timeout.InfiniteTimeSpan);
        }
    }

    // What is under way is waited for at the end, and what went wrong in it is seen there.
    private void Own(Task run)
    {
        if (!run.IsCompletedSuccessfully)
        {
            lock (_gate)
            {
                _runs.RemoveAll(static known => known.IsCompletedSuccessfully);
                _runs.Add(run);
            }
        }
    }

    private async Task PullAsync(PullRequest request, TimeSpan sent)
    {
        var reply = await _link.PullAsync(Name, request);
        lock (_gate)
        {
            var now = Now;
            if (reply is null)
            {
                _group.PullUnanswered(now);
            }
            else
            {
                _group.PullAnswered(reply, now - sent, now);
            }

            ServeWaiting(now);
        }

        Go();
    }

    private async Task ReportAsync(ReportRequest request)
    {
        var reply = await _link.ReportAsync(Name, request);
        lock (_gate)
        {
            if (reply is null)
            {
                _group.ReportUnanswered(Now);
            }
            else
            {
                _group.ReportAnswered(reply, Now);
            }
        }

        Go();
    }

    private async Task ProbeAsync(ProbeOrder order)
    {
        var result = ProbeResult.Unknown;
        try
        {
            result = _targets.TryGetValue(order.Member, out var target)
                ? await _probes.RunAsync(target, order.Stage, () => With((group, now) => group.MayBegin(order, now)), _stop)
                : ProbeResult.Unknown;
        }
        // The outermost step of a probe: whatever goes wrong in it, the member must be free for the next one.
        catch (Exception fault)
        {
            _log.ProbeFailed(order.Member, Name, fault);
        }

        bool isBack;
        lock (_gate)
        {
            isBack = _group.Probed(order, result, Now);
        }

        if (isBack)
        {
            _log.Back(order.Member, Name);
        }

        CountTrial(order.Routing, result.Kind switch
        {
            ReportKind.Succeeded => TrialOutcome.Success,
            ReportKind.Failed => TrialOutcome.Failure,
            _ => TrialOutcome.GivenBack,
        });
        Go();
    }
}
