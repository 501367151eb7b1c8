using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Edge.Groups;
using Gateway.Edge.Probes;
using Gateway.Edge.Tests.Fixtures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Edge.Tests.Groups;

/// <summary>The shell of an <see cref="EdgeGroup"/> in fake time, with a fake grain and fake probes.</summary>
public sealed class GroupShellTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeGroupLink _link = new(TestShell.Exact);
    private readonly FakeProbes _probes = new();
    private readonly RecordedLog _log = new();
    private readonly LoggerFactory _logs;
    private readonly TestShell _test;
    private readonly GroupShell _shell;

    public GroupShellTests()
    {
        _logs = new LoggerFactory([_log]);
        _test = new TestShell(TestShell.Exact, _link, _probes, _clock, targets: TestShell.TargetA, log: _logs.CreateLogger<MemberLog>());
        _shell = _test.Shell;
        _shell.Start();
        Pass(200);
        Assert.False(IsDegraded);
    }

    private bool IsDegraded => _shell.With((group, _) => group.IsDegraded);

    public void Dispose()
    {
        _test.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public void An_idle_group_wakes_up_to_pull_and_for_nothing_else()
    {
        var before = _link.Pulls;
        Pass(60_000);

        Assert.Equal(6, _link.Pulls - before);
    }

    [Fact]
    public async Task Traffic_makes_it_pull_each_second()
    {
        Pass(5000);
        var before = _link.Pulls;
        Assert.NotNull(await _shell.PickAsync(true, CancellationToken.None));
        Pass(3050);

        Assert.Equal(4, _link.Pulls - before);
    }

    [Fact]
    public async Task A_Take_begins_on_the_thread_of_its_request_and_not_under_the_lock()
    {
        var take = _link.Take;
        var thread = 0;
        var isFree = false;
        _link.Take = request =>
        {
            thread = Environment.CurrentManagedThreadId;
            isFree = Task.Run(() => IsDegraded).Wait(TimeSpan.FromSeconds(5));
            return take(request);
        };

        var answer = _shell.PickAsync(true, CancellationToken.None);

        Assert.Equal((Environment.CurrentManagedThreadId, true), (thread, isFree));
        Assert.Equal(PickMode.Cluster, (await answer)!.Value.Mode);
    }

    [Fact]
    public async Task Who_waits_for_a_Take_without_an_answer_goes_on_after_two_deadlines_each_by_its_own()
    {
        _link.Take = _ => new TaskCompletionSource<TakeReply?>().Task;
        var first = _shell.PickAsync(true, CancellationToken.None).AsTask();
        Pass(100);
        var second = _shell.PickAsync(true, CancellationToken.None).AsTask();
        Pass(199);
        Assert.False(first.IsCompleted);
        Pass(1);
        Assert.Equal(PickMode.Degraded, (await first)!.Value.Mode);
        Pass(99);
        Assert.False(second.IsCompleted);
        Pass(1);
        Assert.Equal(PickMode.Degraded, (await second)!.Value.Mode);
        _link.Take = _ => Task.FromResult<TakeReply?>(null);
    }

    [Fact]
    public async Task A_failure_is_told_at_once_and_nobody_waits_for_that()
    {
        var told = new TaskCompletionSource<ReportReply?>();
        _link.Report = _ => told.Task;
        var pick = await PickOfAsync("a");

        Assert.Equal(TimeSpan.FromSeconds(30), _shell.Failed(pick, 101503, FailureStage.Connect));

        Assert.Equal(("a", ReportKind.Failed, FailureStage.Connect), _link.Told.Select(item => (item.Member, item.Kind, item.Stage)).Single());
        Assert.Equal("b", (await _shell.PickAsync(true, CancellationToken.None))!.Value.Member);
        told.SetResult(null);
    }

    [Fact]
    public async Task A_success_that_nobody_waits_for_is_not_told()
    {
        Assert.False(_shell.Succeeded(await PickOfAsync("a")));
        Assert.Empty(_link.Told);
    }

    [Fact]
    public void A_lost_way_to_the_cluster_is_found_out_within_half_a_second_though_nobody_asks()
    {
        _link.Pull = _ => Task.FromResult<PullReply?>(null);
        _shell.Disconnected();
        Pass(500);

        Assert.True(IsDegraded);
    }

    [Fact]
    public void An_ask_is_probed_at_once_and_answered()
    {
        _probes.Run = static _ => Task.FromResult(ProbeResult.Failed(101503, FailureStage.Connect));
        Ask(9);

        Assert.Equal([("a", FailureStage.Connect)], _probes.Made);
        Assert.Equal((9L, ReportKind.Failed), _link.Told.Select(item => (item.Ask, item.Kind)).Single());
    }

    [Fact]
    public void The_log_tells_when_the_cluster_takes_a_member_out_of_use_and_when_it_puts_it_back()
    {
        Say(MemberState.Suspended);
        Say(MemberState.Trial);
        Say(MemberState.Active);

        Assert.Equal(["MemberOut", "MemberIn"], _log.Lines.Select(line => line.Split(':')[0]));
        Assert.Contains("Member a of group group is out of use by the cluster's verdict: Suspended", _log.Lines.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_overlay_is_probed_when_its_time_is_up()
    {
        _shell.Failed(await PickOfAsync("a"), 101503, FailureStage.Connect);
        Pass(29_950);
        Assert.Empty(_probes.Made);
        Pass(100);

        Assert.Equal([("a", FailureStage.Connect)], _probes.Made);
        Assert.Equal([ReportKind.Failed, ReportKind.Succeeded], _link.Told.Select(item => item.Kind));
    }

    [Fact]
    public async Task A_stopping_group_waits_for_its_calls_and_sends_nothing_more()
    {
        var open = new TaskCompletionSource<PullReply?>();
        _link.Pull = _ => open.Task;
        _shell.Reconnected();
        var stop = _shell.DisposeAsync().AsTask();
        Assert.False(stop.IsCompleted);
        var before = _link.Pulls;
        open.SetResult(null);
        await stop;
        Pass(60_000);

        Assert.Equal(before, _link.Pulls);
    }

    [Fact]
    public async Task A_stopping_group_breaks_off_the_probes_that_are_under_way_and_tells_nobody_of_them()
    {
        var end = new TaskCompletionSource<ProbeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _probes.Run = async stopping =>
        {
            await using var registration = stopping.Register(() => end.TrySetResult(ProbeResult.Failed(101503, FailureStage.Connect)));
            return await end.Task;
        };
        Ask(9);
        try
        {
            await _shell.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            end.TrySetResult(ProbeResult.Unknown);
        }

        Assert.Equal([("a", FailureStage.Connect)], _probes.Made);
        Assert.Empty(_link.Told);
    }

    private void Ask(long id)
    {
        var snapshot = _link.Grain.Snapshot;
        _shell.Nudged(GroupNews.None with
        {
            Asks = [new OpinionAsk(id, "a", snapshot.Stamp.Epoch, snapshot.Verdicts[0].Gen, FailureStage.Connect, ByProbe: true)],
        });
    }

    private void Say(MemberState state)
    {
        var last = _shell.With((group, _) => group.Snapshot!);
        _shell.Nudged(GroupNews.None with
        {
            Snapshot = last with
            {
                Stamp = last.Stamp with { Version = last.Stamp.Version + 1 },
                Verdicts = last.Verdicts.SetItem(0, last.Verdicts[0] with { Gen = last.Verdicts[0].Gen + 1, State = state, RemainingMs = 1000 }),
            },
        });
    }

    private async Task<Pick> PickOfAsync(string member)
    {
        while (true)
        {
            if (await _shell.PickAsync(true, CancellationToken.None) is { } pick && pick.Member == member)
            {
                return pick;
            }
        }
    }

    // In small steps: what is due within one comes with the next.
    private void Pass(int milliseconds)
    {
        for (var passed = 0; passed < milliseconds; passed++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    private sealed class FakeProbes : IProbes
    {
        public List<(string Host, FailureStage Stage)> Made { get; } = [];

        public Func<CancellationToken, Task<ProbeResult>> Run { get; set; } = static _ => Task.FromResult(ProbeResult.Fine);

        public Task<ProbeResult> RunAsync(ProbeTarget target, FailureStage stage, Func<bool> mayBegin, CancellationToken stopping)
        {
            Assert.True(mayBegin());
            Made.Add((target.Origin.Host, stage));
            return Run(stopping);
        }
    }
}
