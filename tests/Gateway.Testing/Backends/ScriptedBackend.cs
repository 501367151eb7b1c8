using Microsoft.AspNetCore.Http;

namespace Gateway.Testing;

/// <summary>
/// A real HTTP server on loopback that records what it is sent and answers as a script says (<see cref="Answers"/> has the usual ones).
/// It can stop listening and come back on the same port.
/// </summary>
public sealed class ScriptedBackend : IAsyncDisposable
{
    private readonly ScriptedBackendOptions _options;
    private readonly FreePorts _ports = new();
    private readonly RequestLog _log;
    private BackendServer? _server;
    private volatile Func<HttpContext, Task> _script;

    private ScriptedBackend(Func<HttpContext, Task> script, ScriptedBackendOptions options)
    {
        _script = script;
        _options = options;
        _log = new RequestLog(options.RequestsKept);
        Port = options.Port == 0 ? _ports.Next() : options.Port;
    }

    /// <summary>The port on 127.0.0.1; the same for the life of this object.</summary>
    public int Port { get; }

    /// <summary><c>http://127.0.0.1:port</c>, or its other address, without a slash at the end.</summary>
    public string Url => $"http://{_options.Address}:{Port}";

    /// <summary>How many requests have come, the dropped records included. A request counts before its script runs.</summary>
    public long Count => _log.Count;

    /// <summary>The requests in order of arrival, at most <see cref="ScriptedBackendOptions.RequestsKept"/>.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _log.Snapshot();

    /// <summary>What answers; may be changed at any time and holds from the next request on.</summary>
    public Func<HttpContext, Task> Script
    {
        get => _script;
        set => _script = value;
    }

    /// <summary>True between a start and <see cref="RefuseAsync"/>.</summary>
    public bool IsListening => _server is not null;

    /// <summary>Starts a backend; without a script it answers with <see cref="Answers.Echo"/>.</summary>
    /// <exception cref="IOException">The given port is in use.</exception>
    public static async Task<ScriptedBackend> StartAsync(Func<HttpContext, Task>? script = null, ScriptedBackendOptions? options = null)
    {
        var backend = new ScriptedBackend(script ?? Answers.Echo(), options ?? new ScriptedBackendOptions());
        await backend.ListenAsync();
        return backend;
    }

    /// <summary>Starts a backend that names itself in <c>X-Backend</c>.</summary>
    public static Task<ScriptedBackend> StartAsync(string name, Func<HttpContext, Task>? script = null) =>
        StartAsync(script, new ScriptedBackendOptions { Name = name });

    /// <summary>Breaks every connection off and stops listening: new connections are refused until <see cref="ListenAsync"/>.</summary>
    public async Task RefuseAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }

    /// <summary>Listens again on the same port; does nothing if it listens.</summary>
    public async Task ListenAsync() => _server ??= await BackendServer.StartAsync(Port, _options, AnswerAsync);

    /// <summary>Forgets what was recorded and counted.</summary>
    public void Forget() => _log.Clear();

    /// <summary>Waits until at least <paramref name="count"/> requests have come.</summary>
    /// <exception cref="TimeoutException">Fewer came in time.</exception>
    public async Task WaitForCountAsync(long count, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        while (Count < count)
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Backend {_options.Name ?? Url} has seen {Count} of {count} requests after {within.TotalSeconds:0.###} s.");
            }

            await Task.Delay(5);
        }
    }

    /// <summary>Breaks every connection off and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await RefuseAsync();
        _ports.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _log.Add(await RequestReader.ReadAsync(context, _options.StreamRequests));
        if (_options.Name is { } name)
        {
            context.Response.Headers["X-Backend"] = name;
        }

        await _script(context);
    }
}
