using Gateway.Core.Groups;
using Gateway.Edge.Groups;
using Gateway.Edge.Probes;

namespace Gateway.Edge.Tests.Groups.Schedules;

/// <summary>How a call ends.</summary>
internal enum CallEnd
{
    /// <summary>The grain answers, and the answer arrives.</summary>
    Answered,

    /// <summary>It never reached the grain.</summary>
    LostOnTheWay,

    /// <summary>The grain has answered, and the answer never arrives.</summary>
    AnswerLost,
}

/// <summary>A call under way. It ends on the thread that ends it, with all that follows from that.</summary>
/// <param name="Kind">Take, Gather, Pull, Report or Probe.</param>
/// <param name="Decide">The grain's part of it, once.</param>
/// <param name="Deliver">Brings what was decided, or null.</param>
internal sealed record OpenCall(string Kind, Func<object?> Decide, Action<object?> Deliver)
{
    private object? _decided;

    /// <summary>The grain has it and decides; the answer stays on its way.</summary>
    public object? Handle() => _decided ??= Decide();

    public void End(CallEnd end)
    {
        var decided = end == CallEnd.LostOnTheWay ? _decided : Handle();
        Deliver(end == CallEnd.Answered ? decided : null);
    }
}

/// <summary>
/// A grain, and backends, behind calls that end when a schedule says so. Before a call is on its way, the shell's lock being free, something
/// else may happen: what another thread would do just then.
/// </summary>
internal sealed class ScheduledLink(Func<TimeSpan> now) : IGroupLink, IProbes
{
    private readonly List<OpenCall> _open = [];
    private TakeRequest? _unanswered;
    private int _takesToBe;

    public GroupMachine Grain { get; set; } = null!;

    public IReadOnlyList<OpenCall> Open => _open;

    /// <summary>Takes that are on their way, or about to be: those that are gathered for, too.</summary>
    public int TakesUnderWay => _open.Count(call => call.Kind is "Take" or "Gather") + _takesToBe;

    /// <summary>Done once, before the next call is on its way.</summary>
    public Action? Meanwhile { get; set; }

    /// <summary>What must not be called any more.</summary>
    public bool IsOver { get; set; }

    /// <summary>Ranges of turns that were delivered.</summary>
    public List<TakeReply> Delivered { get; } = [];

    public Task<TakeReply?> TakeAsync(string group, TakeRequest request)
    {
        Assert.Equal(0, TakesUnderWay);
        _takesToBe++;
        Happen();
        _takesToBe--;
        if (_unanswered is { } last && request.Seq <= last.Seq)
        {
            Assert.Equal((last.Seq, last.Count), (request.Seq, request.Count));
        }

        _unanswered = request;
        return Begin<TakeReply>("Take", () => Grain.Take(request, now()), reply =>
        {
            if (reply is { Status: GroupStatus.Ok, Count: > 0 })
            {
                Delivered.Add(reply);
            }
        });
    }

    public async ValueTask GatherAsync()
    {
        Assert.Equal(0, TakesUnderWay);
        await Begin<object>("Gather", static () => null);
    }

    /// <summary>Work that is ready to run goes before time does.</summary>
    public void EndGathering()
    {
        for (var index = _open.FindIndex(IsGathering); index >= 0; index = _open.FindIndex(IsGathering))
        {
            End(index, CallEnd.Answered);
        }

        static bool IsGathering(OpenCall call) => call.Kind == "Gather";
    }

    public Task<PullReply?> PullAsync(string group, PullRequest request)
    {
        Happen();
        Assert.False(IsOver);
        return Begin<PullReply>("Pull", () => Grain.Pull(request, now()));
    }

    public Task<ReportReply?> ReportAsync(string group, ReportRequest request)
    {
        Happen();
        Assert.False(IsOver);
        return Begin<ReportReply>("Report", () => Grain.Report(request, now()));
    }

    public async Task<ProbeResult> RunAsync(ProbeTarget target, FailureStage stage, Func<bool> mayBegin, CancellationToken stopping)
    {
        Happen();
        Assert.False(IsOver);
        return mayBegin() && await Begin<object>("Probe", static () => ProbeResult.Fine) is ProbeResult fine ? fine : ProbeResult.Unknown;
    }

    public void End(int index, CallEnd end)
    {
        var call = _open[index];
        _open.RemoveAt(index);
        call.End(end);
    }

    private Task<T?> Begin<T>(string kind, Func<object?> decide, Action<T?>? delivers = null)
        where T : class
    {
        var answer = new TaskCompletionSource<T?>();
        _open.Add(new OpenCall(kind, decide, reply =>
        {
            delivers?.Invoke((T?)reply);
            answer.SetResult((T?)reply);
        }));
        return answer.Task;
    }

    private void Happen()
    {
        var meanwhile = Meanwhile;
        Meanwhile = null;
        meanwhile?.Invoke();
    }
}
