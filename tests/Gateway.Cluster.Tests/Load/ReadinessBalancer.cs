using Gateway.Cluster.Tests.Cluster;

namespace Gateway.Cluster.Tests.Load;

/// <summary>Takes edges out of a load and lets them in again as their readiness says, as a load balancer in front of them does.</summary>
internal sealed class ReadinessBalancer : IAsyncDisposable
{
    // A balancer asks more seldom, and edges wait longer for it; the ratio is about the same.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _asking;

    public ReadinessBalancer(GatewayCluster cluster, SteadyLoad load) =>
        _asking = Task.WhenAll(cluster.Edges.Select((edge, index) => Task.Run(() => AskAsync(edge, index, load))));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        _stop.Dispose();
    }

    private async Task AskAsync(EdgeUnderTest edge, int index, SteadyLoad load)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (await edge.ReadinessAsync() == 200)
            {
                load.LetIn(index);
            }
            else
            {
                load.LeaveOut(index);
            }

            await Task.Delay(Period);
        }
    }
}
