using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Edge.Draining;

/// <summary>A client's connection, and the WebSockets on it: one in HTTP/1.1, any number in HTTP/2 (RFC 8441).</summary>
internal sealed class ClientConnection(ConnectionContext context, ClientConnections connections)
{
    private readonly Lock _lock = new();
    private readonly List<ClientSocket> _sockets = [];
    private volatile bool _isHttp2;

    /// <summary>Whether TLS has agreed on HTTP/2.</summary>
    public bool IsHttp2
    {
        get => _isHttp2;
        set => _isHttp2 = value;
    }

    /// <summary>Ends it once the requests that are on it have been answered.</summary>
    public void RequestClose() => context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    /// <summary>Breaks it off.</summary>
    public void Abort() => context.Abort(new ConnectionAbortedException("The edge stops, and the time for requests in flight is over."));

    /// <summary>Has the WebSocket that this request opens end in order when the edge drains.</summary>
    public static void Watch(HttpContext http)
    {
        if (http.Features.Get<ClientConnection>() is { } connection)
        {
            var (upgrade, connect) = (http.Features.Get<IHttpUpgradeFeature>(), http.Features.Get<IHttpExtendedConnectFeature>());
            if (connect is { IsExtendedConnect: true })
            {
                http.Features.Set<IHttpExtendedConnectFeature>(new WatchedConnect(connect, connection));
            }
            else if (upgrade is not null)
            {
                http.Features.Set<IHttpUpgradeFeature>(new WatchedUpgrade(upgrade, connection));
            }
        }
    }

    /// <summary>Tells the clients of its WebSockets that the gateway goes away.</summary>
    public Task EndSocketsAsync()
    {
        ClientSocket[] open;
        lock (_lock)
        {
            open = [.. _sockets];
        }

        return Task.WhenAll(open.Select(static socket => socket.EndAsync()));
    }

    private async ValueTask<Stream> OpenAsync(Stream stream)
    {
        var socket = new ClientSocket(stream, Closed);
        lock (_lock)
        {
            _sockets.Add(socket);
        }

        if (connections.SocketsEnd)
        {
            await socket.EndAsync();
        }

        return socket;
    }

    private void Closed(ClientSocket socket)
    {
        lock (_lock)
        {
            _sockets.Remove(socket);
        }
    }

    private sealed class WatchedUpgrade(IHttpUpgradeFeature inner, ClientConnection connection) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync() => await connection.OpenAsync(await inner.UpgradeAsync());
    }

    private sealed class WatchedConnect(IHttpExtendedConnectFeature inner, ClientConnection connection) : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => inner.IsExtendedConnect;

        public string? Protocol => inner.Protocol;

        public async ValueTask<Stream> AcceptAsync() => await connection.OpenAsync(await inner.AcceptAsync());
    }
}
