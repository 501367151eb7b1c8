using System.Collections.Immutable;
using System.Net;
using Gateway.Core.Configuration;
using Gateway.Silo;
using Gateway.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Serialization;
using StackExchange.Redis;

namespace Gateway.Grains.Tests.Silo;

/// <summary>Two silos on one real Redis, one with a clock an hour ahead of it, one an hour behind; neither is started.</summary>
public sealed class ClocksApartTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // What a busy machine may take between two lines of a test.
    private static readonly TimeSpan Close = TimeSpan.FromSeconds(10);

    private RedisServer? _server;
    private RedisConnection _redis = null!;
    private IHost _ahead = null!;
    private IHost _behind = null!;

    public async Task InitializeAsync()
    {
        if (RedisServer.IsInstalled)
        {
            _server = await RedisServer.StartAsync();
            var settings = new ClusterSettings(ClusterMode.Redis, _server.Connection, "test", "", 0, 0, FailureDetection.Fast, "");
            _redis = new RedisConnection(settings);
            (_ahead, _behind) = (Host(settings, Hour), Host(settings, -Hour));
            await Table(_ahead).InitializeMembershipTableAsync(tryInitTableVersion: true);
            await Table(_behind).InitializeMembershipTableAsync(tryInitTableVersion: true);
        }
    }

    [RedisFact]
    public async Task One_silos_row_is_fresh_to_the_other_and_its_vote_too()
    {
        var mine = Entry();
        Assert.True(await Table(_ahead).InsertRowAsync(mine, (await Table(_ahead).ReadAllAsync()).Version.Next()));
        await Table(_ahead).UpdateIAmAliveAsync(mine);

        var (theirs, _) = Assert.Single((await Table(_behind).ReadAllAsync()).Members);
        foreach (var stamp in new[] { theirs.StartTime, theirs.IAmAliveTime, Assert.Single(theirs.SuspectTimes!).Item2 })
        {
            IsNow(stamp, -Hour);
        }

        var (multiplexer, _) = await _redis.ShareAsync();
        var text = (string)(await multiplexer.GetDatabase().HashGetAsync((RedisKey)"gateway/members/test", mine.SiloAddress.ToString()))!;
        IsNow(System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("IAmAliveTime").GetDateTime().ToUniversalTime(), TimeSpan.Zero);
    }

    [RedisFact]
    public void What_silos_tell_one_another_has_the_others_time_when_it_arrives()
    {
        var mine = Entry();
        var told = ImmutableDictionary<SiloAddress, MembershipEntry>.Empty.Add(mine.SiloAddress, mine);
        var bytes = _ahead.Services.GetRequiredService<Serializer>().SerializeToArray(told);
        var heard = _behind.Services.GetRequiredService<Serializer>().Deserialize<ImmutableDictionary<SiloAddress, MembershipEntry>>(bytes);
        var theirs = heard![mine.SiloAddress];
        IsNow(theirs.StartTime, -Hour);
        IsNow(theirs.IAmAliveTime, -Hour);
        IsNow(Assert.Single(theirs.SuspectTimes!).Item2, -Hour);
        IsNow(mine.StartTime, Hour);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _ahead.Dispose();
            _behind.Dispose();
            await _redis.DisposeAsync();
            await _server.DisposeAsync();
        }
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    private static void IsNow(DateTime stamp, TimeSpan apart) =>
        Assert.InRange((stamp - DateTime.UtcNow - apart).Duration(), TimeSpan.Zero, Close);

    // Stamped by the clock that is ahead.
    private static MembershipEntry Entry() => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11111, 7),
        Status = SiloStatus.Joining,
        SuspectTimes = [Tuple.Create(SiloAddress.New(IPAddress.Loopback, 11112, 8), DateTime.UtcNow + Hour)],
        HostName = "host",
        SiloName = "silo",
        StartTime = DateTime.UtcNow + Hour,
        IAmAliveTime = DateTime.UtcNow + Hour,
    };

    private static IMembershipTable Table(IHost host) => host.Services.GetRequiredService<IMembershipTable>();

    private IHost Host(ClusterSettings settings, TimeSpan apart)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(new ShiftedClock(apart));
        builder.UseOrleans(silo => silo.AddGatewaySilo(settings, _redis));
        return builder.Build();
    }

    private sealed class ShiftedClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
