using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Certificates;
using Gateway.Core.Configuration;
using Gateway.Edge.Tls;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Tls;

/// <summary>Real handshakes with certificates made here, under each verifier.</summary>
public sealed class VerifierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tls-").FullName;
    private readonly TestAuthority _known = new();
    private readonly TestAuthority _other = new();

    public VerifierTests() => File.WriteAllText(Path.Combine(_folder, "ca.pem"), _known.Pem);

    public void Dispose()
    {
        _known.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // The host asked for; the certificate's names; whether Strict, Default and DefaultAndLocalhost let it pass. AllowAll always does.
    [Theory]
    [InlineData("api.example.com", "api.example.com", true, true, true)]
    [InlineData("api.example.com", "other.example.com", false, false, false)]
    [InlineData("api.example.com", "*.example.com", true, true, true)]
    [InlineData("a.b.example.com", "*.example.com", false, true, true)]
    [InlineData("example.com", "*.example.com", false, false, false)]
    [InlineData("127.0.0.2", "127.0.0.2", true, true, true)]
    [InlineData("127.0.0.2", "127.0.0.3", false, false, false)]
    [InlineData("localhost", "api.example.com", false, false, true)]
    [InlineData("127.0.0.1", "api.example.com", false, false, true)]
    [InlineData("::1", "api.example.com", false, false, true)]
    public async Task The_name_in_the_certificate_decides(string host, string name, bool strict, bool byDefault, bool andLocalhost)
    {
        using var certificate = _known.Issue("Example Ltd", [name]);

        Assert.Equal(
            (strict, byDefault, andLocalhost, true),
            (await PassesAsync(host, certificate, HostnameVerifier.Strict), await PassesAsync(host, certificate, HostnameVerifier.Default),
                await PassesAsync(host, certificate, HostnameVerifier.DefaultAndLocalhost), await PassesAsync(host, certificate, HostnameVerifier.AllowAll)));
    }

    [Theory]
    [InlineData(HostnameVerifier.Strict)]
    [InlineData(HostnameVerifier.Default)]
    [InlineData(HostnameVerifier.DefaultAndLocalhost)]
    [InlineData(HostnameVerifier.AllowAll)]
    public async Task Whether_the_certificate_can_be_trusted_is_looked_at_under_every_verifier(HostnameVerifier verifier)
    {
        using var wrongChain = _other.Issue("localhost", ["localhost"]);
        using var expired = _known.Issue("localhost", ["localhost"], isExpired: true);
        using var forClients = _known.Issue("localhost", ["localhost"], isForClients: true);

        Assert.Contains(
            "the certificate of 'localhost' (localhost) cannot be trusted: it leads to no known authority; 'ca' in the endpoint's 'tls' says whom to trust",
            await FaultAsync("localhost", wrongChain, verifier), StringComparison.Ordinal);
        Assert.Contains("cannot be trusted: it has expired, or is not valid yet", await FaultAsync("localhost", expired, verifier), StringComparison.Ordinal);
        Assert.Contains("it is not one for servers", await FaultAsync("localhost", forClients, verifier), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_who_was_asked_for_whom_the_certificate_is_for_and_which_key_changes_it()
    {
        using var certificate = _known.Issue("old.example.com", ["*.example.com", "10.0.0.5"]);

        Assert.Equal(
            "'api.example.org' was asked for, and the certificate is for old.example.com, *.example.com, 10.0.0.5; "
            + "'hostname_verifier' in the endpoint's 'tls', or HostnameVerifier in [transport.passthru_https.sender.parameters], says what may pass",
            await FaultAsync("api.example.org", certificate, HostnameVerifier.Default));
    }

    [Fact]
    public async Task A_common_name_counts_where_there_is_no_alternative_name()
    {
        using var certificate = _known.Issue("api.example.com", []);

        Assert.True(await PassesAsync("api.example.com", certificate, HostnameVerifier.Strict));
        Assert.False(await PassesAsync("api.example.org", certificate, HostnameVerifier.Strict));
    }

    private async Task<bool> PassesAsync(string host, X509Certificate2 certificate, HostnameVerifier verifier) =>
        (await FaultAsync(host, certificate, verifier)).Length == 0;

    // What keeps a client from a server that shows this certificate; empty: nothing.
    private async Task<string> FaultAsync(string host, X509Certificate2 certificate, HostnameVerifier verifier)
    {
        var context = new TlsContext(new TlsSettings(verifier, TlsVersions.All, false, Path.Combine(_folder, "ca.pem"), "", "", ""));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptTcpClientAsync();
        await using var server = new SslStream(accepted.GetStream());
        var serving = server.AuthenticateAsServerAsync(certificate);
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(context.Options(host));
            return "";
        }
        catch (AuthenticationException fault)
        {
            return global::Gateway.Edge.Forwarding.TlsRefusals.Explain(fault);
        }
        finally
        {
            client.Close();
            await serving.ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default);
        }
    }
}
