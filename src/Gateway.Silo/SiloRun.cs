using Gateway.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Silo;

/// <summary>
/// Runs a silo until it is told to stop. Orleans leaves a cluster by writing so to Redis, three times in a row for half a minute or longer
/// while Redis does not answer, and lets nobody cut that short: a silo that has had its time ends as it stands, and is to the others one that
/// crashed.
/// </summary>
internal static partial class SiloRun
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <param name="host">The silo's host, not yet started. It is disposed, unless its time ran out.</param>
    /// <param name="drainTimeout">How long it may take to leave.</param>
    /// <returns>Whether it is to join again, as a new silo: its membership is lost, and nobody has told it to stop.</returns>
    public static async Task<bool> RunAsync(IHost host, TimeSpan drainTimeout)
    {
        var hasLeft = true;
        try
        {
            await host.StartAsync();
            var watch = host.Services.GetRequiredService<MembershipWatch>();
            var end = host.WaitForShutdownAsync();
            await Task.Delay(Timeout.Infinite, host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                hasLeft = await EndsAsync(end, drainTimeout + Grace, host.Services);
            }
            catch (Exception fault) when (watch.IsLost && fault is (OperationCanceledException or AggregateException))
            {
                // Without its membership it cannot take leave in order; what is left ends with the host.
            }

            return watch.IsLost;
        }
        finally
        {
            if (hasLeft)
            {
                await ((IAsyncDisposable)host).DisposeAsync();
            }
        }
    }

    private static async Task<bool> EndsAsync(Task end, TimeSpan within, IServiceProvider services)
    {
        try
        {
            await end.WaitAsync(within, services.GetRequiredService<TimeProvider>());
            return true;
        }
        catch (TimeoutException)
        {
            NotLeft(
                services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SiloRun)), (long)within.TotalSeconds,
                services.GetRequiredService<RedisConnection>().Servers);
            return false;
        }
    }

    [LoggerMessage(4106, LogLevel.Warning,
        "The silo could not leave the cluster within {Seconds} s and ends as it stands; the others find out in seconds. Does Redis at {Servers} answer?")]
    private static partial void NotLeft(ILogger logger, long seconds, string servers);
}
