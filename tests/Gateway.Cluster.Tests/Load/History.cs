using System.Collections.Concurrent;
using System.Diagnostics;

namespace Gateway.Cluster.Tests.Load;

/// <summary>All that clients saw in a test, and the claims about it.</summary>
internal sealed class History
{
    private readonly ConcurrentQueue<Answer> _answers = new();

    /// <summary>The answers in order of arrival.</summary>
    public IReadOnlyCollection<Answer> Answers => _answers;

    public void Add(Answer answer) => _answers.Enqueue(answer);

    /// <summary>The slots, in order of their epochs and offsets.</summary>
    public Slot[] Slots => [.. _answers.Where(answer => answer.Slot is not null).Select(answer => answer.Slot!.Value)
        .OrderBy(slot => slot.Epoch).ThenBy(slot => slot.Offset)];

    /// <summary>Requests sent at or after a moment.</summary>
    public IEnumerable<Answer> Since(long moment) => _answers.Where(answer => answer.SentAt >= moment);

    /// <summary>No client saw anything but 200.</summary>
    public void AssertNoError()
    {
        var bad = _answers.Where(answer => !answer.IsGood).ToArray();
        Assert.True(bad.Length == 0, $"{bad.Length} of {_answers.Count} requests failed, the first ones:\n" + string.Join('\n', bad.Take(10)));
    }

    /// <summary>No slot was answered to two requests.</summary>
    public void AssertNoSlotTwice()
    {
        var twice = _answers.Where(answer => answer.Slot is not null).GroupBy(answer => answer.Slot).Where(slot => slot.Count() > 1).ToArray();
        Assert.True(twice.Length == 0, $"{twice.Length} slots were used twice, the first ones:\n"
            + string.Join('\n', twice.Take(5).SelectMany(slot => slot)));
    }

    /// <summary>Every request has a slot, all of one epoch, without a gap between the lowest and the highest.</summary>
    public void AssertGapFreeInOneEpoch()
    {
        var without = _answers.Count(answer => answer.Slot is null);
        Assert.True(without == 0, $"{without} of {_answers.Count} requests had no turn of the shared cursor");
        var slots = Slots;
        Assert.Single(slots.Select(slot => slot.Epoch).Distinct());
        for (var i = 1; i < slots.Length; i++)
        {
            Assert.True(slots[i].Offset == slots[i - 1].Offset + 1, $"{slots[i]} follows {slots[i - 1]}");
        }
    }

    /// <summary>The members in the order of the slots.</summary>
    public string[] MembersInOrder => [.. _answers.Where(answer => answer.Slot is not null)
        .OrderBy(answer => answer.Slot!.Value.Epoch).ThenBy(answer => answer.Slot!.Value.Offset).Select(answer => answer.Member ?? "")];

    /// <summary>How it went, in one line.</summary>
    public override string ToString()
    {
        var times = _answers.Select(answer => answer.Took.TotalMilliseconds).Order().ToArray();
        return times.Length == 0 ? "no requests" :
            $"{times.Length} requests, {_answers.Count(answer => !answer.IsGood)} not answered 200, {_answers.Count(answer => answer.Slot is null)} without a slot, "
            + $"{Slots.Select(slot => slot.Epoch).Distinct().Count()} epochs, p50 {times[times.Length / 2]:0.0} ms, "
            + $"p99 {times[(int)(times.Length * 0.99)]:0.0} ms, longest {times[^1]:0} ms";
    }

    /// <summary>For how long after a moment no request of an edge had a slot of a later epoch than all before that moment; null: it never had one again.</summary>
    public TimeSpan? UntilNewEpoch(int edge, long moment)
    {
        var old = _answers.Where(answer => answer.SentAt < moment && answer.Slot is not null).Max(answer => answer.Slot!.Value.Epoch);
        var first = _answers.Where(answer => answer.Edge == edge && answer.Slot?.Epoch > old).MinBy(answer => answer.SentAt);
        return first is null ? null : Stopwatch.GetElapsedTime(moment, first.SentAt) + first.Took;
    }
}
