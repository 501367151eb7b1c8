using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Management;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gateway.Edge.Tests.Tls;

/// <summary>TLS to backends, through the whole edge.</summary>
public sealed class BackendTlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task An_authority_of_ones_own_is_trusted_where_it_is_named()
    {
        using var certificate = _authority.Issue("pets", ["127.0.0.2"]);
        await using var backend = await TlsBackend.StartAsync(certificate);
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("known", backend.Url, "tls = { ca = \"tls/ca.pem\" }", Toml.NeverSuspended) + Toml.Api("known", "known")
            + Toml.Endpoint("unknown", backend.Url, Toml.NeverSuspended) + Toml.Api("unknown", "unknown"),
            prepare: WriteAuthority);

        Assert.Equal("nobody", await edge.Http.GetStringAsync("/known/1/x"));
        await AssertRefusedAsync(edge, "/unknown/1/x");
        await edge.WaitForLogAsync("TlsRefused: No TLS with the backend of endpoint unknown: the certificate of '127.0.0.2' (pets, 127.0.0.2) cannot be trusted: it leads to no known authority");
    }

    [Fact]
    public async Task A_certificate_for_somebody_else_is_refused_unless_any_name_may_pass()
    {
        using var certificate = _authority.Issue("pets", ["pets.example.com"]);
        await using var backend = await TlsBackend.StartAsync(certificate);
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("checked", backend.Url, "tls = { ca = \"tls/ca.pem\" }", Toml.NeverSuspended) + Toml.Api("checked", "checked")
            + Toml.Endpoint("any", backend.Url, "tls = { ca = \"tls/ca.pem\", hostname_verifier = \"AllowAll\" }") + Toml.Api("any", "any"),
            prepare: WriteAuthority);

        for (var i = 0; i < 3; i++)
        {
            await AssertRefusedAsync(edge, "/checked/1/x");
        }

        Assert.Equal("nobody", await edge.Http.GetStringAsync("/any/1/x"));
        var said = Assert.Single(edge.Log.Lines, line => line.StartsWith("TlsRefused", StringComparison.Ordinal));
        Assert.Equal(
            "TlsRefused: No TLS with the backend of endpoint checked: '127.0.0.2' was asked for, and the certificate is for pets, pets.example.com; "
            + "'hostname_verifier' in the endpoint's 'tls', or HostnameVerifier in [transport.passthru_https.sender.parameters], says what may pass ",
            said);
    }

    [Theory]
    [InlineData("AllowAll", HttpStatusCode.OK)]
    [InlineData("Strict", HttpStatusCode.BadGateway)]
    public async Task The_nodes_verifier_is_for_every_endpoint_that_has_none_of_its_own(string verifier, HttpStatusCode status)
    {
        using var certificate = _authority.Issue("pets", ["pets.example.com"]);
        await using var backend = await TlsBackend.StartAsync(certificate);
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", backend.Url, "tls = { ca = \"tls/ca.pem\" }", Toml.NeverSuspended) + Toml.Api("a", "a")
            + $"[transport.passthru_https.sender.parameters]\nHostnameVerifier = \"{verifier}\"\n",
            prepare: WriteAuthority);

        using var answer = await edge.Http.GetAsync("/a/1/x");

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_backend_that_wants_a_certificate_gets_the_endpoints_PEM_or_PFX()
    {
        using var certificate = _authority.Issue("pets", ["127.0.0.2"]);
        await using var backend = await TlsBackend.StartAsync(certificate, ClientCertificateMode.RequireCertificate);
        Environment.SetEnvironmentVariable("GATEWAY_TEST_PFX", "hunter2");
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("pem", backend.Url, "tls = { ca = \"tls/ca.pem\", cert = \"tls/one.pem\", key = \"tls/one.key\" }") + Toml.Api("pem", "pem")
            + Toml.Endpoint("pfx", backend.Url, "tls = { ca = \"tls/ca.pem\", cert = \"tls/two.pfx\", password = \"$env{GATEWAY_TEST_PFX}\" }") + Toml.Api("pfx", "pfx")
            + Toml.Endpoint("none", backend.Url, "tls = { ca = \"tls/ca.pem\" }", Toml.NeverSuspended) + Toml.Api("none", "none"),
            prepare: folder =>
            {
                WriteAuthority(folder);
                using var one = _authority.Issue("one", [], isForClients: true);
                using var two = _authority.Issue("two", [], isForClients: true);
                TestAuthority.Write(Path.Combine(folder, "tls"), "one", one);
                File.WriteAllBytes(Path.Combine(folder, "tls", "two.pfx"), two.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pfx, "hunter2"));
            });

        Assert.Equal("CN=one", await edge.Http.GetStringAsync("/pem/1/x"));
        Assert.Equal("CN=two", await edge.Http.GetStringAsync("/pfx/1/x"));
        using var answer = await edge.Http.GetAsync("/none/1/x");
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.DoesNotContain(edge.Log.Lines, line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changed_files_are_used_for_new_connections_and_what_is_under_way_goes_on()
    {
        using var certificate = _authority.Issue("pets", ["127.0.0.2"]);
        var goOn = new TaskCompletionSource();
        await using var backend = await TlsBackend.StartAsync(certificate, ClientCertificateMode.AllowCertificate, async http =>
        {
            await http.Response.WriteAsync(http.Connection.ClientCertificate?.Subject ?? "nobody");
            await http.Response.Body.FlushAsync();
            if (http.Request.Path.Value!.EndsWith("slow", StringComparison.Ordinal))
            {
                await goOn.Task;
                await http.Response.WriteAsync(", still");
            }
        });
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", backend.Url, "tls = { ca = \"tls/ca.pem\", cert = \"tls/own.pem\", key = \"tls/own.key\" }") + Toml.Api("a", "a"),
            prepare: folder =>
            {
                WriteAuthority(folder);
                Own(folder, "first");
            });
        Assert.Equal("CN=first", await edge.Http.GetStringAsync("/a/1/x"));
        using var slow = await edge.Http.GetAsync("/a/1/slow", HttpCompletionOption.ResponseHeadersRead);

        await File.WriteAllTextAsync(Path.Combine(edge.Folder, "tls", "own.pem"), "broken");
        await edge.WaitForLogAsync("BackendCertificatesKept");
        Assert.Equal("CN=first", await edge.Http.GetStringAsync("/a/1/x"));

        Own(edge.Folder, "second");
        await edge.WaitForLogAsync("BackendCertificatesReloaded");
        Assert.Equal("CN=second", await edge.Http.GetStringAsync("/a/1/x"));
        goOn.SetResult();
        Assert.Equal("CN=first, still", await slow.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_stops_the_start_with_the_endpoints_place()
    {
        var fault = await Assert.ThrowsAsync<NodeStartException>(() => TestEdge.StartAsync(
            Toml.Endpoint("a", "https://127.0.0.2", "tls = { ca = \"tls/missing.pem\" }") + Toml.Api("a", "a")));

        Assert.Matches(@"deployment\.toml:\d+:\d+: error: 'tls' in \[\[endpoint\]\] 'a': the authorities '.*/tls/missing\.pem' cannot be used: ", fault.Message);
    }

    [Fact]
    public async Task A_reload_that_names_a_missing_file_is_refused_and_what_runs_goes_on()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(Toml.Endpoint("a", backend.Url) + Toml.Api("a", "a"));

        edge.Rewrite(Toml.Endpoint("a", "https://127.0.0.2", "tls = { ca = \"tls/missing.pem\" }") + Toml.Api("a", "a"));
        await edge.WaitForLogAsync("ReloadRefused");

        using var answer = await edge.Http.GetAsync("/a/1/x");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Probes_speak_TLS_as_the_endpoint_does_and_carry_its_Basic_credentials()
    {
        using var certificate = _authority.Issue("pets", ["pets.example.com"]);
        var seen = new TaskCompletionSource<string>();
        await using var backend = await TlsBackend.StartAsync(certificate, answer: http =>
        {
            if (http.Request.Path == "/healthz")
            {
                seen.TrySetResult(http.Request.Headers.Authorization.ToString());
            }

            return Task.CompletedTask;
        });
        Environment.SetEnvironmentVariable("GATEWAY_TEST_PROBE", "admin123");
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", backend.Url, "tls = { ca = \"tls/ca.pem\", hostname_verifier = \"AllowAll\" }",
                "health = { path = \"/healthz\", interval = \"100ms\" }",
                "security = { type = \"basic\", username = \"admin1\", password = \"$env{GATEWAY_TEST_PROBE}\" }") + Toml.Api("a", "a"),
            prepare: WriteAuthority);

        Assert.Equal("Basic YWRtaW4xOmFkbWluMTIz", await seen.Task.WaitAsync(Wait.Limit));
    }

    private static async Task AssertRefusedAsync(TestEdge edge, string path)
    {
        using var answer = await edge.Http.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("""{"code":"101503","type":"Status report","message":"Runtime Error","description":"Error connecting to the back end"}""", body);
    }

    private void WriteAuthority(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "tls"));
        File.WriteAllText(Path.Combine(folder, "tls", "ca.pem"), _authority.Pem);
    }

    private void Own(string folder, string name)
    {
        using var own = _authority.Issue(name, [], isForClients: true);
        TestAuthority.Write(Path.Combine(folder, "tls"), "own", own);
    }
}
