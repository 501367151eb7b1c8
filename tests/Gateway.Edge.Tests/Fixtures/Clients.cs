using System.Net;
using System.Net.Sockets;

namespace Gateway.Edge.Tests.Fixtures;

/// <summary>HTTP clients that add and hide nothing.</summary>
internal static class Clients
{
    /// <summary>HTTP/1.1.</summary>
    /// <param name="address">Where relative addresses start.</param>
    /// <param name="from">The client's own address.</param>
    public static HttpClient Plain(Uri address, IPAddress? from = null) => Over(Handler(from), address, HttpVersion.Version11);

    /// <summary>HTTP/2 over TLS; any certificate will do.</summary>
    public static HttpClient Tls(Uri address) => Over(Handler(null), address, HttpVersion.Version20);

    public static SocketsHttpHandler Handler(IPAddress? from)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            Expect100ContinueTimeout = TimeSpan.FromSeconds(30),
            RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => System.Text.Encoding.Latin1,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        if (from is not null)
        {
            handler.ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        return handler;
    }

    private static HttpClient Over(SocketsHttpHandler handler, Uri address, Version version) => new(handler)
    {
        BaseAddress = address,
        DefaultRequestVersion = version,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(30),
    };
}
