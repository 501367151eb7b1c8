using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary><c>[cluster.tls]</c> between processes: who has a certificate of the cluster's authority is a node, and nobody else.</summary>
public sealed class NodeTlsTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly TestAuthority _own = new("Own");
    private readonly TestAuthority _other = new("Other");

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
    }

    [RequiresFact(RedisProcess.Program)]
    public async Task Edges_with_certificates_of_the_authority_share_a_cursor_others_serve_alone_and_a_new_authority_counts_without_a_restart()
    {
        await using var cluster = await GatewayCluster.PrepareAsync(lookahead: 0);
        cluster.Authority = new NodeAuthority(_own, _own);
        await cluster.StartSiloAsync();
        var silo = cluster.Silos[0];
        cluster.AddEdge().Start();
        cluster.AddEdge().Start();

        await ProbeAsync(silo.GatewayPort);
        await silo.Process.WaitForLineAsync("wanted to join and is no node of this cluster by [cluster.tls]: it speaks no TLS", Soon);
        await silo.Process.WaitForLineAsync("wanted to join and is no node of this cluster by [cluster.tls]: it shows no certificate", Soon);

        await cluster.WaitForModeAsync("cluster", GatewayCluster.Patience);
        var history = new History();
        await new Client(cluster, history).SendManyAsync(300, 4);
        output.WriteLine($"{history}");
        history.AssertNoError();
        history.AssertNoSlotTwice();
        history.AssertGapFreeInOneEpoch();

        // One that the silo refuses, one that refuses the silo, and one that speaks in the clear.
        cluster.Authority = new NodeAuthority(_other, _own, _other);
        var refused = cluster.AddEdge();
        cluster.Authority = new NodeAuthority(_other, _other);
        var refuses = cluster.AddEdge();
        cluster.Authority = null;
        var plain = cluster.AddEdge();
        EdgeUnderTest[] strangers = [refused, refuses, plain];
        Array.ForEach(strangers, edge => edge.Start());
        foreach (var stranger in strangers)
        {
            await stranger.Process.WaitUntilAnswersAsync(new Uri(stranger.Http, "/pets/1.0.0/x"), GatewayCluster.Patience);
        }

        await refuses.Process.WaitForLineAsync("cannot be spoken with by [cluster.tls]: it shows a certificate that is not accepted (CN=silo): it leads to no known authority", Soon);
        await silo.Process.WaitForLineAsync("it shows a certificate that is not accepted (CN=edge-", Soon);
        await refused.Process.WaitForLineAsync("cannot be spoken with by [cluster.tls]: it has cut the connection off at once", Soon);
        await plain.Process.WaitForLineAsync("The cluster cannot be reached yet", Soon);
        await Task.Delay(TimeSpan.FromSeconds(3));
        foreach (var stranger in strangers)
        {
            Assert.Equal("degraded", await stranger.ModeAsync());
            Assert.Equal(200, await stranger.StatusOfAsync("/pets/1.0.0/x"));
            var warnings = stranger.Process.Output.Where(line => line.Contains(" warn: ", StringComparison.Ordinal)).ToArray();
            Array.ForEach(warnings, line => output.WriteLine($"{stranger.Name}: {line}"));
            Assert.InRange(warnings.Length, 1, 3);
        }

        // The silo's file changes, and the next try is judged by it.
        new NodeAuthority(_own, _own, _other).WriteAcceptedTo(cluster.SiloFolder);
        await refused.WaitForModeAsync("cluster", GatewayCluster.Patience);
        Assert.Equal("degraded", await refuses.ModeAsync());
    }

    // Who says nothing in TLS, and who has no certificate to show, hears nothing of Orleans.
    private static async Task ProbeAsync(int port)
    {
        var buffer = new byte[1024];
        using var plain = new TcpClient();
        await plain.ConnectAsync(IPAddress.Loopback, port);
        await plain.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        var read = await ReadAsync(plain.GetStream(), buffer);
        Assert.True(read == 0 || buffer[0] == 0x15, $"{read} bytes that are no alert of TLS: {Convert.ToHexString(buffer, 0, read)}");

        using var nameless = new TcpClient();
        await nameless.ConnectAsync(IPAddress.Loopback, port);
        using var tls = new SslStream(nameless.GetStream(), false, (_, shown, _, _) => shown?.Subject == "CN=silo");
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "silo", EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 });
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException)
        {
            return;
        }

        Assert.Equal(0, await ReadAsync(tls, buffer));
    }

    private static async Task<int> ReadAsync(Stream stream, byte[] buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer).AsTask().WaitAsync(Soon);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
