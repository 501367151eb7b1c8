using Microsoft.Extensions.Hosting;

namespace Gateway.Management.Listener;

/// <summary>The listener lives and ends with its node: it hears no signals of its own and announces nothing.</summary>
internal sealed class ListenerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
