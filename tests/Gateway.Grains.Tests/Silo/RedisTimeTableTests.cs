using System.Net;
using System.Reflection;
using Gateway.Silo.Clustering;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Grains.Tests.Silo;

/// <summary>What goes to the table in Redis and comes from it, with a table that only keeps rows.</summary>
public sealed class RedisTimeTableTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly KeptRows _redis = new();
    private readonly RedisTimeTable _table;

    public RedisTimeTableTests() =>
        _table = new(_redis, new RedisTime(_ => Task.FromResult(Now + Ahead), _clock, NullLogger<RedisTime>.Instance));

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task A_row_lies_there_in_Redis_time_and_comes_back_in_ones_own_with_all_that_it_had()
    {
        var mine = Entry();
        Assert.True(await _table.InsertRowAsync(mine, _redis.Version.Next()));
        var there = _redis.Row.Item1;
        Assert.Equal((Now - TimeSpan.FromSeconds(3) + Ahead, Now + Ahead), (there.StartTime, there.IAmAliveTime));
        Assert.Equal(Now - TimeSpan.FromSeconds(1) + Ahead, Assert.Single(there.SuspectTimes!).Item2);

        foreach (var read in new[] { await _table.ReadAllAsync(), await _table.ReadRowAsync(mine.SiloAddress) })
        {
            var (entry, tag) = Assert.Single(read.Members);
            Assert.Equal((_redis.Row.Item2, _redis.Version), (tag, read.Version));
            // Whatever a row has, now and in later versions of Orleans.
            foreach (var property in typeof(MembershipEntry).GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                Assert.NotEqual(Default(property.PropertyType), property.GetValue(mine));
                Assert.Equal(property.GetValue(mine), property.GetValue(entry));
            }
        }
    }

    [Fact]
    public async Task An_update_changes_what_is_there_and_not_what_Orleans_holds()
    {
        var mine = Entry();
        await _table.UpdateRowAsync(mine, "tag", _redis.Version.Next());
        Assert.Equal((Now, "tag"), (mine.IAmAliveTime, _redis.Row.Item2));
        Assert.Equal(Now + Ahead, _redis.Row.Item1.IAmAliveTime);
    }

    [Fact]
    public async Task A_sign_of_life_has_Redis_time()
    {
        var sign = new MembershipEntry { SiloAddress = Entry().SiloAddress, IAmAliveTime = Now };
        await _table.UpdateIAmAliveAsync(sign);
        Assert.Equal((Now + Ahead, default), (_redis.Row.Item1.IAmAliveTime, _redis.Row.Item1.StartTime));
    }

    [Fact]
    public async Task What_is_cleaned_up_is_old_in_Redis_time()
    {
        await _table.CleanupDefunctSiloEntriesAsync(_clock.GetUtcNow().ToOffset(TimeSpan.FromHours(2)));
        Assert.Equal(_clock.GetUtcNow() + Ahead, _redis.CleanedBefore);
    }

    [Fact]
    public async Task A_table_that_fails_fails()
    {
        _redis.Fault = new TimeoutException();
        await Assert.ThrowsAsync<TimeoutException>(() => _table.ReadAllAsync());
        await Assert.ThrowsAsync<TimeoutException>(() => _table.UpdateIAmAliveAsync(Entry()));
    }

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private MembershipEntry Entry()
    {
        var silo = SiloAddress.New(IPAddress.Loopback, 11111, 7);
        return new()
        {
            SiloAddress = silo,
            Status = SiloStatus.Active,
            SuspectTimes = [Tuple.Create(SiloAddress.New(IPAddress.Loopback, 11112, 8), Now - TimeSpan.FromSeconds(1))],
            ProxyPort = 30000,
            HostName = "host",
            SiloName = "silo",
            RoleName = "role",
            UpdateZone = 1,
            FaultZone = 2,
            StartTime = Now - TimeSpan.FromSeconds(3),
            IAmAliveTime = Now,
        };
    }

    private sealed class KeptRows : IMembershipTable
    {
        public TableVersion Version { get; private set; } = new(3, "3");

        public Tuple<MembershipEntry, string> Row { get; private set; } = null!;

        public DateTimeOffset CleanedBefore { get; private set; }

        public Exception? Fault { get; set; }

        public Task InitializeMembershipTable(bool tryInitTableVersion) => Task.CompletedTask;

        public Task DeleteMembershipTableEntries(string clusterId) => Task.CompletedTask;

        public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate)
        {
            CleanedBefore = beforeDate;
            return Task.CompletedTask;
        }

        public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadAll();

        public Task<MembershipTableData> ReadAll() =>
            Fault is null ? Task.FromResult(new MembershipTableData(Row, Version)) : Task.FromException<MembershipTableData>(Fault);

        public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => UpdateRow(entry, "new", tableVersion);

        public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion)
        {
            (Row, Version) = (Tuple.Create(entry, etag), tableVersion);
            return Task.FromResult(true);
        }

        public Task UpdateIAmAlive(MembershipEntry entry) =>
            Fault is null ? UpdateRow(entry, "alive", Version) : Task.FromException(Fault);
    }
}
