using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using StackExchange.Redis;

namespace Gateway.Silo.Clustering;

/// <summary>
/// Looks every few seconds whether Redis still knows this silo. A flush, or a restart without persistence, takes the membership away, and
/// Orleans does not write it again: the silo would run on where nobody can find it. It is stopped instead, to be started afresh.
/// </summary>
internal sealed partial class MembershipWatch(
    IMembershipTable table, ILocalSiloDetails silo, IHostApplicationLifetime lifetime, IOptions<HostOptions> host, TimeProvider clock,
    ILogger<MembershipWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    // A stop tells the other silos by the row that is gone: there is nothing to wait for.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    // One look may fall between the others' first writes after a flush.
    private const int LooksInARow = 2;

    private volatile bool _isLost;

    /// <summary>Whether that is why the silo stops.</summary>
    public bool IsLost => _isLost;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var missed = 0;
        using var timer = new PeriodicTimer(Period, clock);
        while (missed < LooksInARow && await WaitAsync(timer, stoppingToken))
        {
            missed = await IsKnownAsync(stoppingToken) ? 0 : missed + 1;
        }

        if (!stoppingToken.IsCancellationRequested)
        {
            _isLost = true;
            LogLost(silo.SiloAddress);
            await BeginTableAsync(stoppingToken);
            host.Value.ShutdownTimeout = LongestStop;
            lifetime.StopApplication();
        }
    }

    // Orleans reads the table on its way out, and without one tries that again and again, ever more slowly.
    private async Task BeginTableAsync(CancellationToken stopping)
    {
        try
        {
            await table.InitializeMembershipTableAsync(tryInitTableVersion: true, stopping);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or OperationCanceledException)
        {
            // Redis has gone as well: the stop takes as long as it takes.
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // While Redis does not answer nothing is known, and nothing is done.
    private async Task<bool> IsKnownAsync(CancellationToken stopping)
    {
        try
        {
            var members = await table.ReadAllAsync(stopping);
            return members.Members.Any(member => member.Item1.SiloAddress.Equals(silo.SiloAddress));
        }
        catch (RedisClusteringException)
        {
            // The whole table is gone.
            return false;
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or OperationCanceledException)
        {
            return true;
        }
    }

    [LoggerMessage(4104, LogLevel.Error,
        "Redis has lost the cluster's membership: nobody can find silo {Address} any more; it starts afresh. Redis should keep its data (appendonly yes)")]
    private partial void LogLost(SiloAddress address);
}
