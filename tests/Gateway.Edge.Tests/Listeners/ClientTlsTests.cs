using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Management;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Listeners;

/// <summary>TLS with clients: versions, certificates that clients show, certificates that change under load, the node's own name.</summary>
public sealed class ClientTlsTests : IDisposable
{
    private static readonly string Catalog = Toml.Endpoint("a", "http://127.0.0.1:9", Toml.NeverSuspended) + Toml.Api("pets", "a");
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _stranger = new();

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
    }

    [Theory]
    [InlineData("none", true, true, true)]
    [InlineData("optional", true, true, false)]
    [InlineData("require", false, true, false)]
    public async Task Clients_show_certificates_as_SSLVerifyClient_says(string wanted, bool withNone, bool withKnown, bool withUnknown)
    {
        await using var edge = await TestEdge.StartAsync(
            Catalog + $"[transport.passthru_https.listener.parameters]\nSSLVerifyClient = \"{wanted}\"\n",
            "client_ca = \"clients.pem\"", folder => File.WriteAllText(Path.Combine(folder, "clients.pem"), _authority.Pem));
        using var known = _authority.Issue("client", [], isForClients: true);
        using var unknown = _stranger.Issue("client", [], isForClients: true);

        Assert.Equal(
            (withNone, withKnown, withUnknown),
            (await IsServedAsync(edge, null), await IsServedAsync(edge, known), await IsServedAsync(edge, unknown)));
    }

    [Theory]
    [InlineData("", SslProtocols.Tls13)]
    [InlineData("HttpsProtocols = \"TLSv1.2\"", SslProtocols.Tls12)]
    [InlineData("HttpsProtocols = \"TLSv1,TLSv1.1,TLSv1.2,TLSv1.3\"", SslProtocols.Tls13)]
    public async Task The_newest_version_is_spoken_that_is_named(string key, SslProtocols spoken)
    {
        await using var edge = await TestEdge.StartAsync(Catalog + $"[transport.passthru_https.listener.parameters]\n{key}\n");
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", edge.HttpsPort);
        await using var tls = new SslStream(client.GetStream(), false, static (_, _, _, _) => true);

        await tls.AuthenticateAsClientAsync("localhost");

        Assert.Equal(spoken, tls.SslProtocol);
    }

    [RequiresTheory("openssl")]
    [InlineData("", "tls1_1", false)]
    [InlineData("HttpsProtocols = \"TLSv1,TLSv1.1,TLSv1.2,TLSv1.3\"", "tls1_1", false)]
    [InlineData("HttpsProtocols = \"TLSv1.3\"", "tls1_2", false)]
    [InlineData("", "tls1_2", true)]
    public async Task Older_versions_are_answered_with_an_alert(string key, string version, bool isSpoken)
    {
        await using var edge = await TestEdge.StartAsync(Catalog + $"[transport.passthru_https.listener.parameters]\n{key}\n");
        await using var client = ProgramProcess.Start(
            "openssl", InstalledPrograms.Find("openssl")!, ["s_client", "-connect", $"127.0.0.1:{edge.HttpsPort}", $"-{version}", "-cipher", "DEFAULT@SECLEVEL=0"]);

        // It says on one stream what has become of it and on another why not, in no certain order.
        var line = await client.WaitForLineAsync(said => said.StartsWith("New, ", StringComparison.Ordinal), "an end", Wait.Limit);
        Assert.Equal(isSpoken, !line.Contains("(NONE)", StringComparison.Ordinal));
        if (!isSpoken)
        {
            await client.WaitForLineAsync("alert protocol version", Wait.Limit);
        }
    }

    [Fact]
    public async Task A_PFX_file_is_opened_with_a_password_from_the_environment()
    {
        Environment.SetEnvironmentVariable("GATEWAY_TEST_SERVER_PFX", "hunter2");
        using var certificate = _authority.Issue("a.example", ["a.example"]);
        void Write(string folder) => File.WriteAllBytes(Path.Combine(folder, "a.pfx"), certificate.Export(X509ContentType.Pfx, "hunter2"));
        await using (var edge = await TestEdge.StartAsync(
            Catalog, "\n[[server.certificate]]\ncert = \"a.pfx\"\npassword = \"$env{GATEWAY_TEST_SERVER_PFX}\"\n", Write))
        {
            Assert.Equal(certificate.Thumbprint, await TestCertificates.ShownAsync(edge.HttpsPort, "a.example"));
        }

        var fault = await Assert.ThrowsAsync<NodeStartException>(
            () => TestEdge.StartAsync(Catalog, "\n[[server.certificate]]\ncert = \"a.pfx\"\npassword = \"hunter3\"\n", Write));
        Assert.Matches(@"deployment\.toml:\d+:\d+: the certificate '.*a\.pfx' cannot be used: ", fault.Message);
        Assert.DoesNotContain("hunter", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificates_change_under_load_and_no_handshake_fails()
    {
        await using var edge = await TestEdge.StartAsync(
            Catalog, "\n[[server.certificate]]\ncert = \"a.pem\"\nkey = \"a.key\"\n[[server.certificate]]\ncert = \"b.pem\"\nkey = \"b.key\"\n", folder =>
            {
                TestCertificates.Write(folder, "a", "a.example");
                TestCertificates.Write(folder, "b", "b.example");
            });
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<(string, string), int>();
        using var enough = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(async worker =>
        {
            var host = worker % 2 == 0 ? "a.example" : "b.example";
            while (!enough.IsCancellationRequested)
            {
                seen.AddOrUpdate((host, await TestCertificates.ShownAsync(edge.HttpsPort, host)), 1, static (_, count) => count + 1);
            }
        }).ToArray();
        var expected = new HashSet<(string, string)>();
        for (var i = 0; i < 3; i++)
        {
            await Wait.UntilAsync(() => seen.Keys.Select(key => key.Item1).Distinct().Count() == 2, "no handshakes");
            var said = edge.Log.Lines.Count(line => line.StartsWith("CertificatesReloaded", StringComparison.Ordinal));
            var next = TestCertificates.Write(edge.Folder, "a", "a.example");
            await Wait.UntilAsync(() => seen.ContainsKey(("a.example", next)), "the new certificate is not shown");
            await Wait.UntilAsync(() => edge.Log.Lines.Count(line => line.StartsWith("CertificatesReloaded", StringComparison.Ordinal)) > said, "nothing is said of it");
            expected.Add(("a.example", next));
        }

        await enough.CancelAsync();
        await Task.WhenAll(load);
        Assert.Subset(seen.Keys.ToHashSet(), expected);
        Assert.Single(seen.Keys, key => key.Item1 == "b.example");
    }

    [Theory]
    [InlineData("gw.example.com", "", true)]
    [InlineData("other.example.com", "", false)]
    [InlineData("a.wild.example.com", "", true)]
    [InlineData("a.b.wild.example.com", "", true)]
    [InlineData("a.b.wild.example.com", "Strict", false)]
    [InlineData("other.example.com", "AllowAll", true)]
    [InlineData("localhost", "Strict", true)]
    public async Task A_node_whose_certificate_does_not_name_it_does_not_start(string host, string verifier, bool starts)
    {
        var start = TestEdge.StartAsync(
            Catalog + $"[[apim.gateway.environment]]\nname = \"Default\"\nhttps_endpoint = \"https://{host}:8243\"\n"
            + (verifier.Length > 0 ? $"[transport.passthru_https.sender.parameters]\nHostnameVerifier = \"{verifier}\"\n" : ""),
            "\n[[server.certificate]]\ncert = \"a.pem\"\nkey = \"a.key\"\n",
            folder => TestCertificates.Write(folder, "a", "gw.example.com", "*.wild.example.com"));
        if (starts)
        {
            await (await start).DisposeAsync();
            return;
        }

        var fault = await Assert.ThrowsAsync<NodeStartException>(() => start);
        Assert.Matches(
            @"deployment\.toml:\d+:\d+: this node is known as '" + host + "', and no \\[\\[server\\.certificate\\]\\] names it: the one that its clients would see is for "
            + @"gw\.example\.com, \*\.wild\.example\.com; .*HostnameVerifier", fault.Message);
    }

    private static async Task<bool> IsServedAsync(TestEdge edge, X509Certificate2? certificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", edge.HttpsPort);
        try
        {
            await using var tls = new SslStream(client.GetStream(), false, static (_, _, _, _) => true);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
            });

            // With TLS 1.3 a server refuses a client's certificate after the handshake is over for the client.
            await tls.WriteAsync("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            var buffer = new byte[64];
            var read = await tls.ReadAsync(buffer);
            return Encoding.ASCII.GetString(buffer, 0, read).StartsWith("HTTP/1.1 404", StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is IOException or AuthenticationException)
        {
            return false;
        }
    }
}
