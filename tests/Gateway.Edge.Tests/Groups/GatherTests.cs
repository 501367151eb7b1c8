using System.Collections.Frozen;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Edge.Groups;
using Gateway.Edge.Probes;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Edge.Tests.Groups;

/// <summary>Once several requests were served by one Take, the next is put off until the work that is ready has run.</summary>
public sealed class GatherTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeGroupLink _link = new(TestShell.Exact);
    private readonly TestShell _test;
    private readonly GroupShell _shell;
    private readonly List<int> _asked = [];
    private TaskCompletionSource<TakeReply?>? _open;
    private TakeRequest _request;
    private TaskCompletionSource? _gathering;

    public GatherTests()
    {
        _test = new TestShell(TestShell.Exact, _link, new NoProbes(), _clock);
        _shell = _test.Shell;
        _shell.Start();
        for (var i = 0; i < 200; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        _link.Take = request =>
        {
            _asked.Add(request.Count);
            _request = request;
            _open = new TaskCompletionSource<TakeReply?>();
            return _open.Task;
        };
        _link.Gather = () =>
        {
            _gathering = new TaskCompletionSource();
            return new ValueTask(_gathering.Task);
        };
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task Who_comes_meanwhile_is_asked_for_by_the_same_Take()
    {
        var first = Ask(1);
        var next = Ask(2);
        Answer();
        Assert.Equal([1, 2], _asked);
        Assert.Null(_gathering);

        Answer();
        var joined = Ask(3);
        Assert.Equal([1, 2], _asked);
        _gathering!.SetResult();

        Assert.Equal([1, 2, 3], _asked);
        Answer();
        Assert.Equal([0, 1, 2, 3, 4, 5], (await Task.WhenAll([.. first, .. next, .. joined]).WaitAsync(TimeSpan.FromSeconds(10))).Select(pick => pick!.Value.Offset));
        _gathering.SetResult();
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task Nobody_came_so_no_Take_is_sent_and_the_next_request_sends_its_own()
    {
        await ServeTwoAsync();
        _gathering!.SetResult();
        Assert.Equal([1, 2], _asked);

        var late = Ask(1);
        Answer();

        Assert.Equal([1, 2, 1], _asked);
        Assert.Equal(3, (await late[0])!.Value.Offset);
    }

    [Fact]
    public async Task Who_came_meanwhile_goes_on_when_the_group_takes_no_turns_any_more()
    {
        await ServeTwoAsync();
        var joined = Ask(2);
        _shell.Replan(TestShell.Exact with { Cursor = CursorScope.Local, Revision = 2 }, FrozenDictionary<string, ProbeTarget>.Empty);
        _gathering!.SetResult();

        Assert.Equal([1, 2], _asked);
        Assert.All(await Task.WhenAll(joined).WaitAsync(TimeSpan.FromSeconds(10)), pick => Assert.Equal(PickMode.Local, pick!.Value.Mode));
    }

    private async Task ServeTwoAsync()
    {
        Task<Pick?>[] served = [.. Ask(1), .. Ask(2)];
        Answer();
        Answer();
        await Task.WhenAll(served);
    }

    private Task<Pick?>[] Ask(int count) => [.. Enumerable.Range(0, count).Select(_ => _shell.PickAsync(true, CancellationToken.None).AsTask())];

    private void Answer() => _open!.SetResult(_link.Grain.Take(_request, TimeSpan.Zero));

    private sealed class NoProbes : IProbes
    {
        public Task<ProbeResult> RunAsync(ProbeTarget target, FailureStage stage, Func<bool> mayBegin, CancellationToken stopping) =>
            Task.FromResult(ProbeResult.Unknown);
    }
}
