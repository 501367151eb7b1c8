using System.Diagnostics;
using Gateway.Cluster.Tests.Cluster;

namespace Gateway.Cluster.Tests.Load;

/// <summary>
/// Requests at a steady rate, dealt to all edges in turn, whether or not earlier ones are answered: a stall shows as long answers, not as
/// a lower rate. As a load balancer in front of the edges would, it leaves out those that it is told to.
/// </summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly Client _client;
    private readonly int _edges;
    private readonly double _perSecond;
    private readonly HashSet<int> _out = [];
    private readonly List<Task> _sent = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;

    public SteadyLoad(GatewayCluster cluster, History history, double perSecond = 200)
    {
        _client = new Client(cluster, history);
        _edges = cluster.Edges.Count;
        _perSecond = perSecond;
        _sending = Task.Run(SendAsync);
    }

    /// <summary>Sends nothing to an edge from now on.</summary>
    public void LeaveOut(int edge)
    {
        lock (_out)
        {
            _out.Add(edge);
        }
    }

    /// <summary>Sends to it again.</summary>
    public void LetIn(int edge)
    {
        lock (_out)
        {
            _out.Remove(edge);
        }
    }

    /// <summary>Stops and waits for the answers that are outstanding.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        await Task.WhenAll(_sent);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        var start = Stopwatch.GetTimestamp();
        var edge = 0;
        while (!_stop.IsCancellationRequested)
        {
            // A late tick is made up for, but for no more than a tenth of a second: else a stall of this process would end in a flood.
            var due = (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * _perSecond);
            for (var burst = (int)Math.Min(due - _sent.Count, (long)(_perSecond / 10)); burst > 0; burst--)
            {
                edge = Next(edge);
                _sent.Add(_client.SendAsync(edge));
            }

            await Task.Delay(Tick);
        }
    }

    private int Next(int edge)
    {
        lock (_out)
        {
            // With every edge out, as without a balancer.
            do
            {
                edge = (edge + 1) % _edges;
            }
            while (_out.Contains(edge) && _out.Count < _edges);

            return edge;
        }
    }
}
