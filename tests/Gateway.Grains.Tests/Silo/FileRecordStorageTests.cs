using Gateway.Core.Groups;
using Gateway.Silo.Storage;
using Orleans.Serialization;
using Orleans.Storage;

namespace Gateway.Grains.Tests.Silo;

public sealed class FileRecordStorageTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("group", "pets");

    private readonly string _directory = Directory.CreateTempSubdirectory("records").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_was_written_is_read_by_the_next_process()
    {
        var state = await WriteAsync(NewStorage(), new GrainState<GroupRecord>(), 5);
        var (record, read) = await ReadAsync(NewStorage());
        Assert.Equal((5, true, state.ETag), (record.Checkpoint, read.RecordExists, read.ETag));
    }

    [Fact]
    public async Task A_record_that_was_never_written_is_empty_and_has_no_ETag()
    {
        var (record, read) = await ReadAsync(NewStorage());
        Assert.Equal((0, false, null), (record.EpochNumber, read.RecordExists, read.ETag));
    }

    [Fact]
    public async Task Of_many_writers_on_one_ETag_exactly_one_wins()
    {
        const int Writers = 8;
        var storage = NewStorage();
        var read = await WriteAsync(storage, new GrainState<GroupRecord>(), 0);
        for (var round = 0; round < 30; round++)
        {
            using var together = new Barrier(Writers);
            var results = await Task.WhenAll(Enumerable.Range(1, Writers).Select(number => Task.Factory.StartNew(
                () => RaceAsync(storage, read.ETag, number, together), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .Unwrap()));
            var winner = Assert.Single(results, number => number > 0);
            (var record, read) = await ReadAsync(storage);
            Assert.Equal(winner, record.Checkpoint);
        }
    }

    [Fact]
    public async Task A_first_write_fails_when_somebody_else_has_been_first()
    {
        var storage = NewStorage();
        await WriteAsync(storage, new GrainState<GroupRecord>(), 1);
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(storage, new GrainState<GroupRecord>(), 2));
    }

    [Fact]
    public async Task Half_a_record_left_by_a_crash_beside_the_old_one_does_no_harm()
    {
        var storage = NewStorage();
        var state = await WriteAsync(storage, new GrainState<GroupRecord>(), 1);
        await File.WriteAllTextAsync(Directory.GetFiles(_directory).Single() + ".new", "0123");
        Assert.Equal(1, (await ReadAsync(NewStorage())).Record.Checkpoint);
        await WriteAsync(NewStorage(), state, 2);
        Assert.Equal(2, (await ReadAsync(NewStorage())).Record.Checkpoint);
    }

    [Fact]
    public async Task A_file_that_is_no_record_is_named()
    {
        await WriteAsync(NewStorage(), new GrainState<GroupRecord>(), 1);
        var file = Directory.GetFiles(_directory).Single();
        await File.WriteAllTextAsync(file, "");
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(NewStorage()));
        Assert.StartsWith(file, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_differ_only_in_their_letters_case_have_files_of_their_own()
    {
        var storage = NewStorage();
        await WriteAsync(storage, new GrainState<GroupRecord>(), 1);
        await storage.WriteStateAsync("group", GrainId.Create("group", "PETS"), new GrainState<GroupRecord>(new GroupRecord()));
        var names = Directory.GetFiles(_directory).Select(file => file.ToUpperInvariant());
        Assert.Equal(2, names.Distinct().Count());
    }

    [Fact]
    public void A_data_directory_has_one_holder_at_a_time_and_the_second_is_told_which()
    {
        using (DataDirectoryLock.Take(_directory))
        {
            var fault = Assert.Throws<DataDirectoryException>(() => DataDirectoryLock.Take(_directory));
            Assert.Equal(
                $"data directory {_directory} is in use by another process; stop that one, or give this one its own with [cluster] data",
                fault.Message);
        }

        DataDirectoryLock.Take(_directory).Dispose();
    }

    private static async Task<int> RaceAsync(FileRecordStorage storage, string? etag, int number, Barrier together)
    {
        together.SignalAndWait();
        try
        {
            await WriteAsync(storage, new GrainState<GroupRecord>(new(), etag), number);
            return number;
        }
        catch (InconsistentStateException)
        {
            return 0;
        }
    }

    private static async Task<GrainState<GroupRecord>> WriteAsync(FileRecordStorage storage, GrainState<GroupRecord> state, long checkpoint)
    {
        state.State = new GroupRecord { Checkpoint = checkpoint };
        await storage.WriteStateAsync("group", Grain, state);
        return state;
    }

    private static async Task<(GroupRecord Record, GrainState<GroupRecord> State)> ReadAsync(FileRecordStorage storage)
    {
        var state = new GrainState<GroupRecord>();
        await storage.ReadStateAsync("group", Grain, state);
        return (state.State!, state);
    }

    private FileRecordStorage NewStorage() => new(_directory, new SystemTextJsonGrainStorageSerializer(Microsoft.Extensions.Options.Options.Create(
        new SystemTextJsonGrainStorageSerializerOptions())));
}
