using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Gateway.Core.Addresses;
using Gateway.Edge.Addresses;

namespace Gateway.Edge.Forwarding;

/// <summary>
/// The connections to backends: one handler for each connect timeout in use, because that is a handler's setting. Pools inside a
/// handler are by origin.
/// </summary>
internal sealed class BackendClients : IDisposable
{
    private readonly ConcurrentDictionary<TimeSpan, HttpMessageInvoker> _invokers = new();
    private readonly ConcurrentDictionary<(TimeSpan, string), HttpMessageInvoker> _guarded = new();
    private readonly NameResolver _resolver;

    /// <param name="resolver">Resolves names that were computed for requests.</param>
    public BackendClients(NameResolver resolver) => _resolver = resolver;

    public HttpMessageInvoker For(TimeSpan connectTimeout) =>
        _invokers.GetOrAdd(connectTimeout, static timeout => new HttpMessageInvoker(new PromptUploads(Create(timeout)), disposeHandler: true));

    /// <summary>
    /// Connections to addresses that were computed for requests. Endpoints that allow different hosts share none: one that is open was
    /// checked against the hosts of the endpoint that opened it.
    /// </summary>
    public HttpMessageInvoker For(TimeSpan connectTimeout, AllowedHosts hosts) => _guarded.GetOrAdd(
        (connectTimeout, string.Join(' ', hosts.Texts)),
        static (key, guard) =>
        {
            var handler = Create(key.Item1);
            handler.ConnectCallback = guard.OpenAsync;
            return new HttpMessageInvoker(new PromptUploads(handler), disposeHandler: true);
        },
        new GuardedConnections(hosts, _resolver));

    public void Dispose()
    {
        foreach (var invoker in _invokers.Values.Concat(_guarded.Values))
        {
            invoker.Dispose();
        }
    }

    private static SocketsHttpHandler Create(TimeSpan connectTimeout) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,

        // A challenge answered by the handler would send a streamed body twice, which it cannot be.
        Credentials = null,
        PreAuthenticate = false,
        EnableMultipleHttp2Connections = true,

        // Byte for byte, as the listeners have read them: by default a byte beyond ASCII would fail the try, and the member take the blame.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,

        // Trace headers are carried as the client sent them; the handler must not write its own over them.
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        ConnectCallback = FreshConnections.OpenAsync,

        // Addresses change behind names: a connection lives no longer than this. Idle ones go before backends' usual 60 s keep-alive.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        MaxResponseHeadersLength = 64,
    };
}
