using System.Net;
using System.Text;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Edge.Tests.Tls;
using Gateway.Management;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gateway.Edge.Tests.Dynamic;

/// <summary>Credentials and TLS of endpoints that learn their addresses from requests.</summary>
public sealed class AddressSecurityTests
{
    private const string Basic = "security = { type = \"basic\", username = \"gateway\", password = \"secret\" }";
    private const string BasicHeader = "Basic Z2F0ZXdheTpzZWNyZXQ=";

    private const string Resource = "[[api.resource]]\npath = \"/*\"\nmethods = [\"GET\", \"POST\"]\n";

    [Fact]
    public async Task Hosts_that_are_named_get_the_endpoints_credentials_in_the_place_of_the_clients_own()
    {
        await using var edge = await DynamicEdge.StartAsync(edge => $$"""
            type = "dynamic"
            allowed_hosts = ["127.0.0.2:{{edge.B.Port}}"]
            {{Basic}}
            [[endpoint.route]]
            when = { path = "/computed" }
            to = "http://{+query.param.host}/v1"
            [[endpoint.route]]
            when = { path = "/written" }
            to = "{{edge.C.Url}}/v1"
            [[endpoint.route]]
            when = { path = "/other" }
            to = "a"
            """, resource: Resource);
        var own = ("Authorization", "Bearer the-clients-own");

        await edge.ChosenAsync($"/orders/1/computed?host=127.0.0.2:{edge.B.Port}", headers: own);
        await edge.ChosenAsync("/orders/1/written", headers: own);
        await edge.ChosenAsync("/orders/1/other", headers: own);
        var (status, _, _) = await edge.AskAsync($"/orders/1/computed?host=127.0.0.3:{edge.C.Port}", headers: own);

        Assert.Equal(403, status);
        Assert.Equal(BasicHeader, Assert.Single(edge.B.Requests).Headers["Authorization"]);
        Assert.Equal(BasicHeader, Assert.Single(edge.C.Requests).Headers["Authorization"]);

        // An endpoint that is chosen by its name has its own credentials, or none.
        Assert.Equal("Bearer the-clients-own", Assert.Single(edge.A.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task A_default_endpoint_shows_its_credentials_where_its_sequence_sends_the_request()
    {
        await using var edge = await DynamicEdge.StartAsync(_ => $"type = \"default\"\n{Basic}", inSequence: """
            <sequence xmlns="http://ws.apache.org/ns/synapse" name="in"><header name="To" value="http://127.0.0.2:PORT_B/v2"/></sequence>
            """);

        await edge.ChosenAsync("/orders/1/x");

        Assert.Equal(BasicHeader, Assert.Single(edge.B.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task Each_computed_address_answers_its_own_challenge_and_the_body_is_sent_again()
    {
        await using var edge = await DynamicEdge.StartAsync(edge => $$"""
            type = "dynamic"
            allowed_hosts = ["127.0.0.2:{{edge.B.Port}}", "127.0.0.3:{{edge.C.Port}}"]
            security = { type = "digest", username = "Mufasa", password = "Circle of Life" }
            [[endpoint.route]]
            when = { path = "/at" }
            to = "http://{+query.param.host}/v1"
            """, resource: Resource);
        edge.B.Script = http => Challenge(http, "b");
        edge.C.Script = http => Challenge(http, "c");

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal((200, "in b"), await PostAsync($"127.0.0.2:{edge.B.Port}"));
            Assert.Equal((200, "in c"), await PostAsync($"127.0.0.3:{edge.C.Port}"));
        }

        // One round trip more for each address, and no nonce at the wrong one.
        foreach (var (backend, name) in ((ScriptedBackend, string)[])[(edge.B, "b"), (edge.C, "c")])
        {
            Assert.Equal(3, backend.Count);
            Assert.False(backend.Requests[0].Headers.ContainsKey("Authorization"));
            Assert.All(backend.Requests.Skip(1), request => Assert.Contains($"nonce=\"{name}\"", request.Headers["Authorization"].ToString(), StringComparison.Ordinal));
            Assert.All(backend.Requests, request => Assert.Equal("body", Encoding.UTF8.GetString(request.Body.Span)));
        }

        async Task<(int, string)> PostAsync(string host)
        {
            var (status, _, body) = await edge.AskAsync($"/orders/1/at?host={host}", "body");
            return (status, body);
        }
    }

    [Fact]
    public async Task TLS_to_a_computed_address_is_spoken_as_the_endpoint_says()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("pets", ["127.0.0.2"]);
        using var elsewhere = authority.Issue("pets", ["pets.example.com"]);
        await using var backend = await TlsBackend.StartAsync(certificate, ClientCertificateMode.RequireCertificate);
        await using var stranger = await TlsBackend.StartAsync(elsewhere);
        await using var edge = await TestEdge.StartAsync(
            Endpoint("known", "tls = { ca = \"tls/ca.pem\", cert = \"tls/one.pem\", key = \"tls/one.key\" }") + Toml.Api("known", "known")
            + Endpoint("unknown", "suspend = { error_codes = [-1] }") + Toml.Api("unknown", "unknown"),
            prepare: folder =>
            {
                using var one = authority.Issue("one", [], isForClients: true);
                Directory.CreateDirectory(Path.Combine(folder, "tls"));
                File.WriteAllText(Path.Combine(folder, "tls", "ca.pem"), authority.Pem);
                TestAuthority.Write(Path.Combine(folder, "tls"), "one", one);
            });

        Assert.Equal("CN=one", await edge.Http.GetStringAsync($"/known/1/at?url={backend.Url}"));
        await AssertRefusedAsync($"/known/1/at?url={stranger.Url}");
        await AssertRefusedAsync($"/unknown/1/at?url={backend.Url}");
        await edge.WaitForLogAsync("No TLS with the backend of endpoint known: '127.0.0.2' was asked for, and the certificate is for pets, pets.example.com");

        static string Endpoint(string name, string keys) => $$"""
            [[endpoint]]
            name = "{{name}}"
            type = "dynamic"
            allowed_hosts = ["127.0.0.2"]
            {{keys}}
            [[endpoint.route]]
            when = { path = "/at" }
            to = "{+query.param.url}/v1"

            """;

        async Task AssertRefusedAsync(string target)
        {
            using var answer = await edge.Http.GetAsync(target);
            Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_SOAP_call_goes_to_the_computed_address_itself()
    {
        await using var edge = await DynamicEdge.StartAsync(edge => $$"""
            type = "dynamic"
            allowed_hosts = ["127.0.0.2:{{edge.B.Port}}"]
            [[endpoint.route]]
            when = { path = "/at" }
            to = "http://{+query.param.host}/orders.asmx"
            """, resource: Resource);
        var target = $"/orders/1/at?host=127.0.0.2:{edge.B.Port}";

        await edge.ChosenAsync(target, "<e/>", "text/xml", ("SOAPAction", "\"urn:place\""));
        await edge.ChosenAsync(target, "<e/>", "application/soap+xml");
        await edge.ChosenAsync(target, "<e/>", "text/xml");

        var behind = $"/orders.asmx/at?host=127.0.0.2:{edge.B.Port}";
        Assert.Equal(["/orders.asmx", "/orders.asmx", behind], edge.B.Requests.Select(request => request.Target));
    }

    [Theory]
    [InlineData("security = { type = \"basic\", username = \"gateway\", password = \"$env{GATEWAY_TEST_NOBODY}\" }", "'password' of 'security' in [[endpoint]] 'orders': the environment variable GATEWAY_TEST_NOBODY is not set")]
    [InlineData("tls = { ca = \"tls/nowhere.pem\" }", "'tls' in [[endpoint]] 'orders': ")]
    public async Task What_cannot_be_had_here_stops_the_start_with_its_place(string key, string error)
    {
        var fault = await Assert.ThrowsAsync<NodeStartException>(() => DynamicEdge.StartAsync(_ => $"type = \"default\"\n{key}"));

        Assert.Contains(error, fault.Message, StringComparison.Ordinal);
    }

    private static Task Challenge(HttpContext http, string nonce)
    {
        if (http.Request.Headers.Authorization.ToString().Contains($"nonce=\"{nonce}\"", StringComparison.Ordinal))
        {
            return http.Response.WriteAsync($"in {nonce}");
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = $"Digest realm=\"r\", nonce=\"{nonce}\", qop=\"auth\"";
        return Task.CompletedTask;
    }
}
