using Gateway.Core.Configuration;

namespace Gateway.Edge.Draining;

/// <summary>
/// Takes the edge out of the traffic, by an operator's word or because it stops. At once: readiness turns 503, HTTP/2 gets its GOAWAY, answers
/// in HTTP/1.1 their <c>Connection: close</c>. After <c>drain_delay</c>, when balancers have seen it: WebSockets get a close frame; an edge that
/// stops closes its listeners, and breaks off what is left after <c>drain_timeout</c>.
/// </summary>
internal sealed class EdgeDrain(ServerSettings server, ClientConnections connections, TimeProvider clock) : IDisposable
{
    private readonly Lock _lock = new();
    private bool _isStopping;
    private CancellationTokenSource? _order;
    private Task _farewells = Task.CompletedTask;
    private ITimer? _deadline;

    /// <summary>Whether the edge finishes what it has and wants nothing new.</summary>
    public bool IsDraining => connections.AreLetGo;

    /// <summary>Drains by an operator's word, or ends that. An edge that stops goes on draining.</summary>
    public void Order(bool drains)
    {
        lock (_lock)
        {
            if (_isStopping || drains == _order is not null)
            {
                return;
            }

            Withdraw();
            if (drains)
            {
                connections.LetGo();
                _order = new CancellationTokenSource();
                _farewells = Task.WhenAll(_farewells, EndSocketsLaterAsync(_order.Token));
            }
            else
            {
                connections.Keep();
            }
        }
    }

    /// <summary>Drains because the edge stops.</summary>
    /// <param name="isListening">Whether the listeners were ever open: if not, nobody has to be waited for.</param>
    /// <returns>Done when the listeners are to be closed.</returns>
    public async Task BeginStopAsync(bool isListening)
    {
        lock (_lock)
        {
            _isStopping = true;
            Withdraw();
        }

        connections.LetGo();
        if (isListening && server.DrainDelay > TimeSpan.Zero)
        {
            await Task.Delay(server.DrainDelay, clock, CancellationToken.None);
        }

        lock (_lock)
        {
            _farewells = Task.WhenAll(_farewells, connections.EndSocketsAsync(forGood: true));
            _deadline ??= clock.CreateTimer(_ => connections.CutOff(), null, server.DrainTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>What is left to do when no connection is open any more.</summary>
    public async Task EndStopAsync()
    {
        _deadline?.Dispose();
        await _farewells;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _deadline?.Dispose();
        _order?.Dispose();
    }

    private async Task EndSocketsLaterAsync(CancellationToken withdrawn)
    {
        await Task.Delay(server.DrainDelay, clock, withdrawn).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!withdrawn.IsCancellationRequested)
        {
            await connections.EndSocketsAsync(forGood: false);
        }
    }

    private void Withdraw()
    {
        _order?.Cancel();
        _order?.Dispose();
        _order = null;
    }
}
