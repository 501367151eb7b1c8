using Gateway.Core.Groups;

namespace Gateway.Core.Tests.Groups;

/// <summary>What follows from storage's answers, step by step. The grain's keeper has its own tests, with a storage.</summary>
public class RecordUpkeepTests
{
    private static readonly Epoch Ours = new(10, 7);

    private readonly GroupMachine _machine = new(Ours, Plans.Stored("a b"));
    private readonly RecordUpkeep _upkeep;
    private TimeSpan _now = TimeSpan.FromSeconds(100);

    public RecordUpkeepTests() => _upkeep = new RecordUpkeep(_machine, (stored, seen) => Epoch.After(stored, seen.Number, 0, 7));

    [Fact]
    public void A_flush_writes_what_the_machine_says_and_is_over_when_that_is_confirmed()
    {
        Take();

        var step = _upkeep.Begin(At());
        Assert.Equal((FlushAct.Write, 1L, Ours), (step.Act, step.Record!.Checkpoint, step.Record.WrittenBy()));
        Assert.True(_upkeep.IsBehind);

        Assert.Equal(FlushStep.Done(FlushOutcome.Kept), _upkeep.WasWritten(_now));
        Assert.False(_upkeep.IsBehind);
    }

    [Fact]
    public void What_is_dealt_while_a_write_is_under_way_is_still_to_be_written()
    {
        Take();
        _upkeep.Begin(At());
        Take();
        _upkeep.WasWritten(_now);

        Assert.True(_upkeep.IsBehind);
        Assert.Equal(TimeSpan.FromSeconds(1), _upkeep.DueIn(_now));
    }

    [Theory]
    [InlineData(9, 9, FlushAct.Write, FlushOutcome.Kept)]
    [InlineData(10, 7, FlushAct.Write, FlushOutcome.Kept)]
    [InlineData(10, 8, FlushAct.None, FlushOutcome.Lost)]
    [InlineData(11, 0, FlushAct.None, FlushOutcome.Lost)]
    public void A_conflict_is_looked_into_and_only_a_later_epoch_takes_the_group_away(long number, long tag, FlushAct act, FlushOutcome outcome)
    {
        Take();
        _upkeep.Begin(At());
        Assert.Equal(FlushStep.Read, _upkeep.Conflicted(_now));

        var step = _upkeep.WasRead(new GroupRecord { EpochNumber = number, EpochTag = tag }, At());
        Assert.Equal((act, outcome), (step.Act, step.Outcome));
    }

    [Fact]
    public void The_third_conflict_in_a_row_ends_the_flush_and_the_next_one_begins_by_reading()
    {
        Take();
        _upkeep.Begin(At());
        for (var conflict = 1; conflict < 3; conflict++)
        {
            Assert.Equal(FlushStep.Read, _upkeep.Conflicted(_now));
            Assert.Equal(FlushAct.Write, _upkeep.WasRead(new GroupRecord(), At()).Act);
        }

        Assert.Equal(FlushStep.Done(FlushOutcome.Kept), _upkeep.Conflicted(_now));
        Assert.True(_upkeep.StorageIsLost);
        Assert.Equal(FlushStep.Read, _upkeep.Begin(At()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Writing_over_another_s_record_costs_five_seconds_of_permits_however_often_it_had_to_be_tried(int failures)
    {
        var jury = new Jury().OnTrial("b").Pass(250);
        var upkeep = new RecordUpkeep(jury.Machine, (stored, seen) => Epoch.After(stored, seen.Number, 0, 7));
        upkeep.Begin(new GrainTime(jury.Now, jury.Utc));
        upkeep.Conflicted(jury.Now);
        upkeep.WasRead(new GroupRecord { EpochNumber = 6, EpochTag = 1 }, new GrainTime(jury.Now, jury.Utc));
        for (; failures > 0; failures--)
        {
            upkeep.Failed(jury.Now);
            jury.Pass(500);
            Assert.Equal(FlushAct.Write, upkeep.Begin(new GrainTime(jury.Now, jury.Utc)).Act);
        }

        upkeep.WasWritten(jury.Now);
        Assert.Empty(jury.Pass(4999).Pull("a").Permits);
        Assert.Single(jury.Pass(1).Pull("a").Permits);
    }

    [Fact]
    public void A_caller_that_has_seen_a_later_epoch_raises_ours_once_that_is_confirmed()
    {
        _upkeep.Challenge(new Epoch(50, 1));
        Assert.Equal(FlushStep.Read, _upkeep.Begin(At()));
        var step = _upkeep.WasRead(_machine.Record(At()), At());

        Assert.Equal((new Epoch(51, 7), Ours), (step.Record!.WrittenBy(), _machine.Epoch));
        Assert.Equal(FlushStep.Done(FlushOutcome.Raised), _upkeep.WasWritten(_now));
        Assert.Equal(new Epoch(51, 7), _machine.Epoch);
    }

    private GrainTime At() => new(_now, 0);

    private void Take()
    {
        _now += TimeSpan.FromMilliseconds(1);
        _machine.Take(new TakeRequest(new Guid(1, 0, 0, new byte[8]), _machine.NextOffset + 1, 1, _machine.Snapshot.Stamp, 1), _now);
    }
}
