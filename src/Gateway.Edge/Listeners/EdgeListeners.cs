using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Core.Configuration;
using Gateway.Edge.Draining;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Gateway.Edge.Listeners;

/// <summary>The two listeners of the data plane, and the limits on what they take in.</summary>
internal static class EdgeListeners
{
    public static void Configure(KestrelServerOptions kestrel, NodeSettings node)
    {
        kestrel.AddServerHeader = false;

        // Header values are bytes: each stands for one character on the way in, and for itself again on the way out.
        kestrel.RequestHeaderEncodingSelector = static name => name == HeaderNames.Connection ? ConnectionHeaderText.Instance : Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;

        // Bodies are streamed and never collected: their size is the backend's affair.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);

        // Without TLS there is nothing to agree on HTTP/2 with: this listener speaks HTTP/1.1, the other one both.
        var connections = kestrel.ApplicationServices.GetRequiredService<ClientConnections>();
        kestrel.Listen(node.Server.Bind, node.Listeners.HttpPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection => connections.RunAsync(connection, next));
        });
        kestrel.Listen(node.Server.Bind, node.Listeners.HttpsPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.Use(next => connection => connections.RunAsync(connection, next));
            var certificates = kestrel.ApplicationServices.GetRequiredService<ServerCertificates>();
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = hello => ValueTask.FromResult(certificates.Options(hello.ClientHelloInfo.ServerName)),
            });
            listen.Use(static next => connection => ClientConnections.NoteProtocolAsync(connection, next));
        });
    }

    /// <summary>Why a listener could not be opened, in one line; null when that is not what happened.</summary>
    public static string? Explain(Exception fault, NodeSettings node)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
            {
                return $"port {PortIn(fault.Message, node)} on {Name(node.Server.Bind)} is in use by another program; "
                    + "stop it, or move this gateway's ports with --set server.offset=10";
            }

            if (inner is SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable } refused)
            {
                return $"port {PortIn(fault.Message, node)} on {Name(node.Server.Bind)} cannot be opened ({refused.SocketErrorCode}); "
                    + "choose another address in [server] bind or other ports with --set server.offset=10";
            }
        }

        return null;
    }

    private static string PortIn(string message, NodeSettings node) =>
        message.Contains($":{node.Listeners.HttpsPort}", StringComparison.Ordinal) ? $"{node.Listeners.HttpsPort}" : $"{node.Listeners.HttpPort}";

    private static string Name(IPAddress bind) => bind.Equals(IPAddress.Any) ? "every address" : bind.ToString();
}
