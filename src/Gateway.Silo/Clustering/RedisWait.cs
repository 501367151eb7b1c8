using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Silo.Clustering;

/// <summary>Holds the services after it back until Redis answers: a silo may be started before it.</summary>
internal sealed partial class RedisWait(RedisConnection redis, TimeProvider clock, ILogger<RedisWait> logger) : IHostedService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        long? said = null;
        while (await redis.ProbeAsync().ConfigureAwait(false) is { } fault)
        {
            if (said is not { } at || clock.GetElapsedTime(at) >= SayEvery)
            {
                said = clock.GetTimestamp();
                Waiting(logger, redis.Servers, fault);
            }

            await Task.Delay(Period, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(4103, LogLevel.Warning, "Redis at {Servers} does not answer ({Fault}); the silo waits for it")]
    private static partial void Waiting(ILogger logger, string servers, string fault);
}
