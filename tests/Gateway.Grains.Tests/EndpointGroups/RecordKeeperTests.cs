using Gateway.Core.Groups;
using Gateway.Grains.EndpointGroups;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Grains.Tests.EndpointGroups;

/// <summary>The keeper with a machine and a scripted storage, time as an argument.</summary>
public sealed class RecordKeeperTests
{
    private static readonly GrainId Grain = GrainId.Create("group", "pets");
    private static readonly Guid Edge = Guid.Parse("00000000-0000-0000-0000-000000000001");

    private readonly MemoryRecords _storage = new();
    private TimeSpan _now;

    [Fact]
    public async Task The_cursor_is_due_a_second_after_the_last_write_and_asked_for_once()
    {
        var (keeper, machine) = await ActivateAsync(epoch: 10);
        Assert.Null(keeper.DueIn(_now));
        Take(machine);
        Assert.Equal(TimeSpan.FromSeconds(1), keeper.DueIn(_now));
        Take(machine);
        Assert.Null(keeper.DueIn(_now));

        _now += TimeSpan.FromSeconds(1);
        Assert.Equal(TimeSpan.FromSeconds(1), keeper.Lag(_now));
        Assert.Equal(FlushOutcome.Kept, await FlushAsync(keeper));
        Assert.Equal(2, _storage.Stored<GroupRecord>(Grain).Checkpoint);
        Assert.Equal(TimeSpan.Zero, keeper.Lag(_now));
        Assert.Null(keeper.DueIn(_now));
    }

    [Fact]
    public async Task New_members_are_due_at_once_even_when_the_cursor_is_arranged_for()
    {
        var (keeper, machine) = await ActivateAsync(epoch: 10);
        Take(machine);
        Assert.Equal(TimeSpan.FromSeconds(1), keeper.DueIn(_now));
        machine.Adopt(new GroupDefinition("pets", "load_balance", [new("c", 2)]), 2);
        Assert.Equal(TimeSpan.Zero, keeper.DueIn(_now));
        await FlushAsync(keeper);
        Assert.Equal([new MemberRecord("c", 2)], _storage.Stored<GroupRecord>(Grain).Members);
    }

    [Fact]
    public async Task Storage_that_is_down_is_tried_again_less_and_less_often_and_the_lag_grows()
    {
        var (keeper, machine) = await ActivateAsync(epoch: 10);
        _storage.IsDown = true;
        Take(machine);
        keeper.DueIn(_now);
        var waits = new List<double>();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(FlushOutcome.Kept, await FlushAsync(keeper));
            var due = keeper.DueIn(_now)!.Value;
            waits.Add(due.TotalMilliseconds);
            _now += due;
        }

        // The first wait is the cursor's own period.
        Assert.Equal([1000, 500, 1000, 2000, 2000], waits);
        Assert.Equal(_now, keeper.Lag(_now));

        _storage.IsDown = false;
        await FlushAsync(keeper);
        Assert.Equal(1, _storage.Stored<GroupRecord>(Grain).Checkpoint);
        Assert.False(keeper.StorageIsLost);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_found_to_be_our_own_and_written_over()
    {
        var (keeper, machine) = await ActivateAsync(epoch: 10);
        Take(machine);
        _storage.FailAfter = 1;
        Assert.Equal(FlushOutcome.Kept, await FlushAsync(keeper));
        Take(machine);
        Assert.Equal(FlushOutcome.Kept, await FlushAsync(keeper));
        Assert.Equal(2, _storage.Stored<GroupRecord>(Grain).Checkpoint);
        Assert.False(keeper.StorageIsLost);
    }

    [Theory]
    [InlineData(11, 0)]
    [InlineData(10, 8)]
    public async Task A_later_epoch_in_the_record_ends_this_activation_and_stays(long number, long tag)
    {
        var (keeper, machine) = await ActivateAsync(epoch: 10);
        _storage.Overwrite(Grain, new GroupRecord { EpochNumber = number, EpochTag = tag, Checkpoint = 77 });
        Take(machine);
        Assert.Equal(FlushOutcome.Lost, await FlushAsync(keeper));
        Assert.Equal(77, _storage.Stored<GroupRecord>(Grain).Checkpoint);
    }

    [Theory]
    [InlineData(9, 9)]
    [InlineData(10, 6)]
    public async Task An_older_epoch_in_the_record_is_written_over(long number, long tag)
    {
        var (keeper, machine) = await ActivateAsync(epoch: 10);
        _storage.Overwrite(Grain, new GroupRecord { EpochNumber = number, EpochTag = tag });
        Take(machine);
        Assert.Equal(FlushOutcome.Kept, await FlushAsync(keeper));
        Assert.Equal(new Epoch(10, 7), _storage.Stored<GroupRecord>(Grain).WrittenBy());
    }

    [Fact]
    public async Task A_caller_that_saw_a_later_epoch_raises_ours_when_the_record_is_ours()
    {
        var (keeper, machine) = await ActivateAsync(epoch: 10);
        Take(machine);
        keeper.Challenge(new Epoch(50, 3));
        Assert.Equal(TimeSpan.Zero, keeper.DueIn(_now));
        Assert.Equal(FlushOutcome.Raised, await FlushAsync(keeper));
        Assert.Equal(new Epoch(51, 7), machine.Epoch);
        Assert.Equal(machine.Epoch, _storage.Stored<GroupRecord>(Grain).WrittenBy());
        Assert.Null(keeper.DueIn(_now));
    }

    [Theory]
    [InlineData(49)]
    [InlineData(9)]
    public async Task A_caller_that_saw_a_later_epoch_ends_this_activation_when_the_record_is_not_ours(long stored)
    {
        var (keeper, _) = await ActivateAsync(epoch: 10);
        _storage.Overwrite(Grain, new GroupRecord { EpochNumber = stored, EpochTag = 1 });
        keeper.Challenge(new Epoch(50, 3));
        Assert.Equal(FlushOutcome.Lost, await FlushAsync(keeper));
    }

    [Fact]
    public async Task What_changes_while_a_write_is_under_way_is_written_next()
    {
        var (keeper, machine) = await ActivateAsync(epoch: 10);
        Take(machine);
        var held = new TaskCompletionSource();
        _storage.BeforeWrite = () => held.Task;
        var flush = FlushAsync(keeper);
        Take(machine);
        machine.Adopt(new GroupDefinition("pets", "load_balance", [new("c", 1)]), 2);
        held.SetResult();
        await flush;
        Assert.Equal(1, _storage.Stored<GroupRecord>(Grain).Checkpoint);
        Assert.Equal(TimeSpan.Zero, keeper.DueIn(_now));
        await FlushAsync(keeper);
        Assert.Equal((2L, 2L), (_storage.Stored<GroupRecord>(Grain).Checkpoint, _storage.Stored<GroupRecord>(Grain).Revision));
    }

    [Fact]
    public async Task After_a_roll_back_of_storage_the_later_of_two_activations_wins()
    {
        var (zombie, old) = await ActivateAsync(epoch: 10);
        var (keeper, machine) = await ActivateAsync(epoch: 11);
        _storage.RollBack(Grain);

        Take(old);
        Assert.Equal(FlushOutcome.Kept, await FlushAsync(zombie));
        Take(machine);
        Assert.Equal(FlushOutcome.Kept, await FlushAsync(keeper));
        Take(old);
        Assert.Equal(FlushOutcome.Lost, await FlushAsync(zombie));
        Assert.Equal(new Epoch(11, 7), _storage.Stored<GroupRecord>(Grain).WrittenBy());
    }

    private static void Take(GroupMachine machine) =>
        machine.Take(new TakeRequest(Edge, machine.NextOffset + 1, 1, default, 0), TimeSpan.Zero);

    private Task<FlushOutcome> FlushAsync(RecordKeeper keeper) => keeper.FlushAsync(() => _now);

    private async Task<(RecordKeeper, GroupMachine)> ActivateAsync(long epoch)
    {
        var store = new GroupStore(_storage, Grain, TimeProvider.System);
        await store.ReadAsync();
        var machine = new GroupMachine(new Epoch(epoch, 7), new GroupRecord { Revision = 1, Members = [new("a", 1), new("b", 1)] });
        await store.WriteAsync(machine.Record());
        return (new RecordKeeper("pets", store, machine, (stored, seen) => Epoch.After(stored, seen.Number, 0, 7), () => 0, NullLogger.Instance), machine);
    }
}
