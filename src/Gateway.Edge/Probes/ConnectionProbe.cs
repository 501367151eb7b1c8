using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Gateway.Core.Attempts;
using Gateway.Core.Groups;
using Gateway.Edge.Forwarding;

namespace Gateway.Edge.Probes;

/// <summary>Whether a backend takes a connection and, where its address says https, a TLS handshake.</summary>
internal sealed class ConnectionProbe(
    TimeProvider clock, Func<ProbeTarget, SslClientAuthenticationOptions> tls, HostConnections connections)
{
    public async Task<ProbeResult> RunAsync(ProbeTarget target, FailureStage stage, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(target.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        var reached = FailureStage.Connect;
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await connections.ConnectAsync(socket, new DnsEndPoint(target.Origin.IdnHost, target.Origin.Port), either.Token);
            if (stage == FailureStage.Connect || !target.IsTls)
            {
                return ProbeResult.Fine;
            }

            reached = FailureStage.Tls;
            await using var stream = new SslStream(new NetworkStream(socket));
            await stream.AuthenticateAsClientAsync(tls(target), either.Token);
            return ProbeResult.Fine;
        }
        catch (OperationCanceledException)
        {
            return stopping.IsCancellationRequested ? ProbeResult.Unknown : ProbeResult.Failed(ErrorCodes.ConnectTimeout, reached);
        }
        catch (Exception fault) when (fault is SocketException or IOException or AuthenticationException)
        {
            return ProbeResult.Failed(ErrorCodes.ConnectionFailed, reached);
        }
    }
}
