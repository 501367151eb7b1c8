using System.Collections.Frozen;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Edge.Groups;
using Gateway.Edge.Probes;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Edge.Tests.Groups.Schedules;

/// <summary>
/// One shell, a clock and a grain, driven step by step on one thread, in whatever order the steps say. After each step:
/// one Take is in flight at most; nobody waits for nothing, for longer than two deadlines, or while the circuit is open; no turn is used twice,
/// and every turn that came is used or in stock; whoever has gone is given none.
/// </summary>
internal sealed class ShellSchedule : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly DateTimeOffset _start;
    private readonly ScheduledLink _link;
    private readonly TestShell _test;
    private readonly GroupShell _shell;
    private readonly List<Waiting> _waiting = [];
    private readonly List<Pick> _served = [];
    private readonly HashSet<(long Epoch, long Offset)> _used = [];
    private readonly List<CancellationTokenSource> _clients = [];
    private Task? _end;
    private int _within;
    private readonly List<string> _story = [];

    private sealed record Waiting(ValueTask<Pick?> Answer, CancellationTokenSource Client, TimeSpan Since)
    {
        public bool HasGone { get; set; }
    }

    public ShellSchedule(ulong random)
    {
        _start = _clock.GetUtcNow();
        _link = new ScheduledLink(() => Now) { Grain = Activate(1) };
        _test = new TestShell(Plan(2), _link, _link, _clock, random, TestShell.TargetA);
        _shell = _test.Shell;
        _shell.Start();
        for (var i = 0; i < 3; i++)
        {
            AnswerAll();
            Advance(1);
        }

        Assert.False(IsDegraded);
    }

    private TimeSpan Now => _clock.GetUtcNow() - _start;

    private bool IsDegraded => _shell.With((group, _) => group.IsDegraded);

    /// <summary>Takes a step.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="number">Chooses within it.</param>
    public void Step(int kind, int number)
    {
        _story.Add($"({kind}, {number}) at {Now.TotalMilliseconds} ms, epoch {_link.Grain.Epoch.Number}, {_waiting.Count} wait, open {string.Join('+', _link.Open.Select(call => call.Kind))}");
        switch (kind)
        {
            case 0 or 1 or 2:
                Ask(number % 2 == 0);
                break;
            case 3 when _waiting.FindAll(one => !one.HasGone && !one.Answer.IsCompleted) is { Count: > 0 } there:
                there[number % there.Count].HasGone = true;
                there[number % there.Count].Client.Cancel();
                break;
            case 4 or 5 when _link.Open.Count > 0:
                _link.End(number % _link.Open.Count, CallEnd.Answered);
                break;
            case 6 when _link.Open.Count > 0:
                _link.End(number % _link.Open.Count, number % 3 == 0 ? CallEnd.LostOnTheWay : CallEnd.AnswerLost);
                break;
            case 7 when _link.Open.Count > 0:
                _link.Open[number % _link.Open.Count].Handle();
                break;
            case 8:
                Advance(number % 20);
                break;
            case 9:
                Advance(number % 500);
                break;
            case 10 when _served.Count > 0:
                _shell.Failed(_served[number % _served.Count], 101503, FailureStage.Connect);
                break;
            case 11 when _served.Count > 0:
                _shell.Succeeded(_served[number % _served.Count]);
                break;
            case 12 when _served.Count > 0:
                _shell.GaveBack(_served[number % _served.Count]);
                break;
            case 13:
                _shell.Nudged(GroupNews.None with { Snapshot = _link.Grain.Snapshot });
                break;
            case 14:
                _shell.Replan(Plan(1 + (number % 3)), FrozenDictionary<string, ProbeTarget>.Empty);
                break;
            case 15 when number % 4 == 0:
                _link.Grain = Activate(_link.Grain.Epoch.Number + 1);
                break;
            case 15 or 16:
                Say(number);
                break;
            default:
                _link.Meanwhile = () =>
                {
                    _within++;
                    Step(number % 17, number / 17);
                    _within--;
                };
                break;
        }

        // In the midst of another step a Take may be decided and not begun, and a timer due that has not fired.
        if (_within == 0)
        {
            Check();
        }
    }

    /// <summary>The shell is stopped with whatever is under way; then all calls end, and everybody is served.</summary>
    public void End()
    {
        // Begun before the stop, and so perhaps under way: nothing else is begun after it.
        _link.Meanwhile = null;
        var underWay = _link.Open.Count;
        _end = _shell.DisposeAsync().AsTask();
        _link.IsOver = true;
        Ask(true);
        Say(0);
        Assert.True(underWay == 0 || !_end.IsCompleted, $"the shell has stopped with {underWay} calls under way");
        for (var i = 0; i < 4; i++)
        {
            AnswerAll();
            Advance(150);
        }

        Assert.True(_end.Wait(TimeSpan.FromSeconds(30)), "the shell waits for a call that has ended");
        _end.GetAwaiter().GetResult();
        Check();
        Assert.Empty(_waiting);
        Assert.Empty(_link.Open);
    }

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        _test.Dispose();
    }

    private static GroupPlan Plan(int members) => new(
        new GroupDefinition("group", "load_balance", [.. Ids(members).Select(id => new GroupMember(id, 1))])
        {
            Rules = GroupRules.Default with
            {
                Members = Ids(members).ToFrozenDictionary(id => id, _ => MemberRules.Default),
                WhenAllSuspended = WhenAllSuspended.TryAnyway,
            },
        },
        CursorScope.Cluster, Lookahead: 0, Revision: 1);

    private static string[] Ids(int members) => new[] { "a", "b", "c" }[..members];

    private static GroupMachine Activate(long epoch)
    {
        var plan = Plan(2).Definition;
        var grain = new GroupMachine(
            new Epoch(epoch, 0), new GroupRecord { Members = [.. plan.Members.Select(member => new MemberRecord(member.Id, member.Weight))] });
        grain.Adopt(plan, 1);
        return grain;
    }

    private void Ask(bool maySendOn)
    {
        var client = new CancellationTokenSource();
        _clients.Add(client);

        // Beside its own Take something else may happen: it waits from before.
        var since = Now;
        _waiting.Add(new Waiting(_shell.PickAsync(maySendOn, client.Token), client, since));
    }

    private void Say(int number)
    {
        if (number % 2 == 0)
        {
            _shell.Disconnected();
        }
        else
        {
            _shell.Reconnected();
        }
    }

    private void AnswerAll()
    {
        for (var calls = _link.Open.Count; calls > 0 && _link.Open.Count > 0; calls--)
        {
            _link.End(0, CallEnd.Answered);
        }
    }

    private void Advance(int milliseconds)
    {
        _link.EndGathering();
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
    }

    private void Check()
    {
        Collect();
        Assert.All(_waiting, one => Assert.True(Now - one.Since < EdgeGroup.LongestWait, $"waits since {one.Since}, now {Now}"));
        Assert.True(_waiting.Count == 0 || !IsDegraded, "somebody waits for a grain that is given up");
        Assert.InRange(_link.TakesUnderWay, _waiting.Count > 0 ? 1 : 0, 1);
        var (epoch, stocked) = _shell.With((group, _) => (group.Snapshot!.Stamp.Epoch, group.Stocked));
        var came = _link.Delivered.Where(reply => reply.Stamp.Epoch == epoch).Sum(reply => reply.Count);
        var used = _used.Count(turn => turn.Epoch == epoch.Number);
        Assert.True(came == used + stocked, $"{came} turns came, {used} are used, {stocked} in stock; the last steps: {string.Join(", ", _story.TakeLast(40))}");
    }

    private void Collect()
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            if (!_waiting[i].Answer.IsCompleted)
            {
                continue;
            }

            var one = _waiting[i];
            _waiting.RemoveAt(i);
            if (one.Answer.GetAwaiter().GetResult() is not { } pick)
            {
                Assert.True(one.HasGone, "refused, though a member can be tried");
                continue;
            }

            Assert.False(one.HasGone && pick.Epoch != 0, "a turn was given to a client that has gone");
            Assert.True(pick.Epoch == 0 || _used.Add((pick.Epoch, pick.Offset)), $"turn {pick.Offset} of epoch {pick.Epoch} is used twice");
            _served.Add(pick);
        }
    }
}
