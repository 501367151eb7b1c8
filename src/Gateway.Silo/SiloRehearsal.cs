using Gateway.Core.Attempts;
using Gateway.Core.Groups;
using Microsoft.Extensions.Hosting;

namespace Gateway.Silo;

/// <summary>Plays an outage through once when the silo starts: a group's first real one is not the time to compile code.</summary>
internal sealed class SiloRehearsal : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        OutageRehearsal.Play(ErrorCodes.ConnectionFailed);
    }
}
