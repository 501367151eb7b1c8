using System.Collections.Concurrent;
using Gateway.Core.Groups;
using Gateway.Edge.Groups;
using Gateway.Edge.Probes;

namespace Gateway.Edge.Tests.Groups.Schedules;

/// <summary>Real threads, where a schedule takes its steps one after the other.</summary>
public sealed class ShellThreadsTests
{
    private const int Clients = 16;
    private const int RequestsEach = 300;

    [Fact]
    public async Task Of_many_at_once_each_gets_a_turn_of_its_own_and_those_who_go_leave_theirs_to_others()
    {
        var link = new ThreadedLink();
        using var test = new TestShell(TestShell.Exact, link, link, TimeProvider.System);
        var shell = test.Shell;
        shell.Start();
        while (shell.With(static (group, _) => group.IsDegraded))
        {
            await Task.Delay(1);
        }

        var turns = new ConcurrentDictionary<(long Epoch, long Offset), int>();
        var twice = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < RequestsEach; i++)
            {
                using var leaves = new CancellationTokenSource();
                var answer = shell.PickAsync(true, leaves.Token);
                if ((i + client) % 3 == 0)
                {
                    await leaves.CancelAsync();
                }

                if (await answer is { Epoch: not 0 } pick && !turns.TryAdd((pick.Epoch, pick.Offset), client))
                {
                    Interlocked.Increment(ref twice);
                }
            }
        })));

        await shell.DisposeAsync();
        Assert.Equal(0, twice);
        Assert.Equal(1, link.MostTakesAtOnce);
        Assert.Equal(link.Grain.NextOffset, turns.Count + shell.With(static (group, _) => group.Stocked));

        // Those who wait are asked for together: there are far fewer calls than turns.
        Assert.InRange(link.Takes, 1, turns.Count / 2);
    }

    private sealed class ThreadedLink : IGroupLink, IProbes
    {
        private readonly Lock _gate = new();
        private int _takes;
        private int _open;

        public ThreadedLink() => Grain.Adopt(TestShell.Exact.Definition, 1);

        public GroupMachine Grain { get; } = new(
            new Epoch(1, 0), new GroupRecord { Members = [.. TestShell.Exact.Definition.Members.Select(member => new MemberRecord(member.Id, member.Weight))] });

        public int Takes => _takes;

        public int MostTakesAtOnce { get; private set; }

        public async ValueTask GatherAsync() => await Task.Yield();

        public async Task<TakeReply?> TakeAsync(string group, TakeRequest request)
        {
            Interlocked.Increment(ref _takes);
            MostTakesAtOnce = Math.Max(MostTakesAtOnce, Interlocked.Increment(ref _open));
            await Task.Delay(1);
            lock (_gate)
            {
                var reply = Grain.Take(request, TimeSpan.Zero);
                Interlocked.Decrement(ref _open);
                return reply;
            }
        }

        public Task<PullReply?> PullAsync(string group, PullRequest request)
        {
            lock (_gate)
            {
                return Task.FromResult<PullReply?>(Grain.Pull(request, TimeSpan.Zero));
            }
        }

        public Task<ReportReply?> ReportAsync(string group, ReportRequest request) => Task.FromResult<ReportReply?>(null);

        public Task<ProbeResult> RunAsync(ProbeTarget target, FailureStage stage, Func<bool> mayBegin, CancellationToken stopping) =>
            Task.FromResult(ProbeResult.Unknown);
    }
}
