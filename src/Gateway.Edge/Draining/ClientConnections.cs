using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Gateway.Edge.Draining;

/// <summary>The open connections of the data plane's clients, so that they can be let go of, and cut off when their time is over.</summary>
internal sealed class ClientConnections
{
    private readonly Lock _lock = new();
    private readonly HashSet<ClientConnection> _open = [];
    private volatile bool _areLetGo;
    private bool _socketsEnd;
    private bool _areCutOff;

    /// <summary>Whether the edge drains: each connection ends with the requests that are on it.</summary>
    public bool AreLetGo => _areLetGo;

    /// <summary>Keeps a connection in the list for as long as it lasts. It stands before TLS.</summary>
    public async Task RunAsync(ConnectionContext context, ConnectionDelegate next)
    {
        var connection = new ClientConnection(context, this);
        context.Features.Set(connection);
        lock (_lock)
        {
            if (_areCutOff)
            {
                context.Abort();
            }

            _open.Add(connection);
        }

        try
        {
            await next(context);
        }
        finally
        {
            lock (_lock)
            {
                _open.Remove(connection);
            }
        }
    }

    /// <summary>Notes which protocol TLS has agreed on. It stands after TLS.</summary>
    public static Task NoteProtocolAsync(ConnectionContext context, ConnectionDelegate next)
    {
        if (context.Features.Get<ITlsApplicationProtocolFeature>()?.ApplicationProtocol.Span.SequenceEqual("h2"u8) == true
            && context.Features.Get<ClientConnection>() is { } connection)
        {
            connection.IsHttp2 = true;
        }

        return next(context);
    }

    /// <summary>
    /// Lets go of them: HTTP/2 gets a GOAWAY now and HTTP/1.1 a <c>Connection: close</c> with its next answer. An idle connection of HTTP/1.1
    /// stays: its client may be sending at this moment, and would not know whether the request has been seen.
    /// </summary>
    public void LetGo()
    {
        _areLetGo = true;
        foreach (var connection in Snapshot())
        {
            if (connection.IsHttp2)
            {
                connection.RequestClose();
            }
        }
    }

    /// <summary>Keeps those that come from now on.</summary>
    public void Keep() => _areLetGo = false;

    /// <summary>Tells the clients of WebSockets that the gateway goes away (RFC 6455, 7.4.1: 1001).</summary>
    /// <param name="forGood">Whether those that open later are told so, too.</param>
    /// <returns>Done when each has been told, or is gone.</returns>
    public Task EndSocketsAsync(bool forGood)
    {
        lock (_lock)
        {
            _socketsEnd |= forGood;
        }

        return Task.WhenAll(Snapshot().Select(static connection => connection.EndSocketsAsync()));
    }

    /// <summary>Whether a WebSocket that opens now is to end at once.</summary>
    public bool SocketsEnd
    {
        get
        {
            lock (_lock)
            {
                return _socketsEnd;
            }
        }
    }

    /// <summary>Breaks off what is left, and what comes.</summary>
    public void CutOff()
    {
        lock (_lock)
        {
            _areCutOff = true;
        }

        foreach (var connection in Snapshot())
        {
            connection.Abort();
        }
    }

    private ClientConnection[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _open];
        }
    }
}
