using System.Net;
using System.Text;
using Gateway.Edge.Tls;

namespace Gateway.Edge.Forwarding;

/// <summary>
/// The connections of endpoints that connect alike. Pools inside are by origin. When certificates change, there is a new handler with new
/// connections; requests in flight finish on the old one.
/// </summary>
internal sealed class BackendClient : IDisposable
{
    private readonly TimeSpan _connectTimeout;
    private readonly Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> _open;
    private readonly List<HttpMessageInvoker> _retired = [];
    private volatile HttpMessageInvoker _invoker;

    /// <param name="connectTimeout">Longest wait for a connection.</param>
    /// <param name="tls">How TLS is spoken.</param>
    /// <param name="open">Opens a connection.</param>
    public BackendClient(
        TimeSpan connectTimeout, TlsContext tls, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> open)
    {
        _open = open;
        _connectTimeout = connectTimeout;
        Tls = tls;
        _invoker = Create();
    }

    /// <summary>How TLS is spoken.</summary>
    public TlsContext Tls { get; }

    /// <summary>What sends; asked for anew for each request.</summary>
    public HttpMessageInvoker Invoker => _invoker;

    /// <summary>Makes new connections from now on. Called by one at a time.</summary>
    public void Renew()
    {
        // A handler that nobody uses any more closes its connections by itself when they have been idle for long enough: to end them here
        // could cut off what is under way.
        _retired.Add(_invoker);
        _invoker = Create();
    }

    public void Dispose()
    {
        _invoker.Dispose();
        _retired.ForEach(static invoker => invoker.Dispose());
    }

    private HttpMessageInvoker Create() => new(new PromptUploads(CreateHandler()), disposeHandler: true);

    private SocketsHttpHandler CreateHandler() => new()
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
        SslOptions = Tls.Options(host: null),
        ConnectTimeout = _connectTimeout,
        ConnectCallback = _open,

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
