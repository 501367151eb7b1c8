using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Core.Authentication;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Authentication;

/// <summary>What Apache's Digest does not do, against a backend that does as it is told.</summary>
public sealed partial class DigestScriptTests
{
    private const string Security = "security = { type = \"digest\", username = \"Mufasa\", password = \"Circle of Life\" }";

    [Fact]
    public async Task The_strongest_challenge_is_answered_and_the_clients_own_credentials_never_go_on()
    {
        await using var backend = await ScriptedBackend.StartAsync(Challenge(
            "Basic realm=\"x\", Digest realm=\"r\", nonce=\"weak\", algorithm=MD5, qop=\"auth\"", "Digest realm=\"r\", nonce=\"strong\", algorithm=SHA-256, qop=\"auth,auth-int\""));
        await using var edge = await EdgeAsync(backend);
        edge.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer the-clients-own");

        Assert.Equal("in", await edge.Http.GetStringAsync("/pets/1/x?y=%22"));

        Assert.Equal(2, backend.Count);
        Assert.False(backend.Requests[0].Headers.ContainsKey("Authorization"));
        var header = backend.Requests[1].Headers["Authorization"].ToString();
        Assert.StartsWith("Digest username=\"Mufasa\", realm=\"r\", nonce=\"strong\", uri=\"/x?y=%22\", algorithm=SHA-256, qop=auth, nc=00000001, ", header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_is_part_of_what_is_proved_where_the_backend_offers_nothing_else()
    {
        await using var backend = await ScriptedBackend.StartAsync(Challenge("Digest realm=\"r\", nonce=\"n\", algorithm=MD5, qop=\"auth-int\""));
        await using var edge = await EdgeAsync(backend);

        foreach (var body in (string[])["hello", "", new string('x', 100_000)])
        {
            using var answer = await edge.Http.PostAsync("/pets/1/x", new StringContent(body));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var request = backend.Requests[^1];
            Assert.Equal(body, Encoding.UTF8.GetString(request.Body.Span));
            Assert.Equal(ResponseOf(request, body), Response().Match(request.Headers["Authorization"].ToString()).Groups[1].Value);
        }

        Assert.Equal(4, backend.Count);
    }

    [Fact]
    public async Task A_challenge_without_a_quality_is_answered_as_in_RFC_2069()
    {
        await using var backend = await ScriptedBackend.StartAsync(Challenge("Digest realm=\"r\", nonce=\"n\", opaque=\"o\""));
        await using var edge = await EdgeAsync(backend);

        await edge.Http.GetStringAsync("/pets/1/x");

        Assert.Equal(
            $"Digest username=\"Mufasa\", realm=\"r\", nonce=\"n\", uri=\"/x\", response=\"{Md5($"{Md5("Mufasa:r:Circle of Life")}:n:{Md5("GET:/x")}")}\", opaque=\"o\"",
            backend.Requests[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task The_next_nonce_that_an_answer_names_costs_no_round_trip()
    {
        var served = 0;
        await using var backend = await ScriptedBackend.StartAsync(http =>
        {
            if (http.Request.Headers.Authorization.Count == 0)
            {
                return Refuse(http, "Digest realm=\"r\", nonce=\"n0\", qop=\"auth\"");
            }

            http.Response.Headers["Authentication-Info"] = $"qop=auth, nextnonce=\"n{++served}\"";
            return http.Response.WriteAsync("in");
        });
        await using var edge = await EdgeAsync(backend);

        for (var i = 0; i < 4; i++)
        {
            await edge.Http.GetStringAsync("/pets/1/x");
        }

        Assert.Equal(5, backend.Count);
        Assert.Equal(
            ["n0", "n1", "n2", "n3"], backend.Requests.Skip(1).Select(request => Nonce().Match(request.Headers["Authorization"].ToString()).Groups[1].Value));
        Assert.All(backend.Requests.Skip(1), request => Assert.Contains("nc=00000001", request.Headers["Authorization"].ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_secret_is_told_of_once_and_names_no_next_nonce()
    {
        await using var backend = await ScriptedBackend.StartAsync(http =>
        {
            if (http.Request.Headers.Authorization.Count == 0)
            {
                return Refuse(http, "Digest realm=\"r\", nonce=\"n0\", qop=\"auth\"");
            }

            http.Response.Headers["Authentication-Info"] = "qop=auth, rspauth=\"00112233445566778899aabbccddeeff\", nextnonce=\"n1\"";
            return http.Response.WriteAsync("in");
        });
        await using var edge = await EdgeAsync(backend);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("in", await edge.Http.GetStringAsync("/pets/1/x"));
        }

        Assert.All(backend.Requests.Skip(1), request => Assert.Equal("n0", Nonce().Match(request.Headers["Authorization"].ToString()).Groups[1].Value));
        Assert.StartsWith("DigestUnproved: The backend of endpoint a answers with a proof (rspauth) that the password in 'security' does not give;",
            Assert.Single(edge.Log.Lines, line => line.StartsWith("DigestUnproved", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_body_is_proved_with_SHA_512_256_too()
    {
        await using var backend = await ScriptedBackend.StartAsync(Challenge(
            "Digest realm=\"r\", nonce=\"w\", algorithm=SHA-256, qop=\"auth\"", "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256, qop=\"auth-int\""));
        await using var edge = await EdgeAsync(backend);
        var body = new string('x', 100_000);

        using var answer = await edge.Http.PostAsync("/pets/1/x", new StringContent(body));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var header = backend.Requests[1].Headers["Authorization"].ToString();
        var own = OwnNonce().Match(header).Groups[1].Value;
        var expected = Hash($"{Hash("Mufasa:r:Circle of Life")}:n:00000001:{own}:auth-int:{Hash($"POST:/x:{Hash(body)}")}");
        Assert.Contains("algorithm=SHA-512-256, qop=auth-int", header, StringComparison.Ordinal);
        Assert.Equal(expected, Response().Match(header).Groups[1].Value);

        static string Hash(string text) => Convert.ToHexStringLower(Sha512Of256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public async Task A_backend_that_always_asks_again_is_asked_three_times_and_then_the_client_is_told()
    {
        await using var backend = await ScriptedBackend.StartAsync(http => Refuse(http, $"Digest realm=\"r\", nonce=\"{Guid.NewGuid()}\", stale=true"));
        await using var edge = await EdgeAsync(backend);

        using var answer = await edge.Http.GetAsync("/pets/1/x");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(3, backend.Count);
    }

    [Theory]
    [InlineData("Basic realm=\"x\"")]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-1024")]
    [InlineData("Digest nonsense")]
    public async Task A_refusal_that_cannot_be_answered_goes_to_the_client_after_one_request(string challenge)
    {
        await using var backend = await ScriptedBackend.StartAsync(http => Refuse(http, challenge));
        await using var edge = await EdgeAsync(backend);

        using var answer = await edge.Http.GetAsync("/pets/1/x");

        Assert.Equal((HttpStatusCode.Unauthorized, "out"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(challenge, answer.Headers.GetValues("WWW-Authenticate").Single());
        Assert.Equal(1, backend.Count);
    }

    [Fact]
    public async Task A_long_body_is_announced_and_leaves_only_when_the_backend_has_let_it_in()
    {
        // Answers at the headers, as a server does that looks at them first.
        await using var backend = await ScriptedBackend.StartAsync(
            async http =>
            {
                if (http.Request.Headers.Authorization.Count == 0)
                {
                    await Refuse(http, "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"");
                    return;
                }

                var length = 0L;
                var buffer = new byte[64 * 1024];
                for (int read; (read = await http.Request.Body.ReadAsync(buffer)) > 0;)
                {
                    length += read;
                }

                await http.Response.WriteAsync($"{length}");
            },
            new ScriptedBackendOptions { StreamRequests = true });
        await using var edge = await EdgeAsync(backend);

        // More than is kept of any body.
        const long Size = 20L * 1024 * 1024;
        var body = new CountingContent(Size);
        using var answer = await edge.Http.PostAsync("/pets/1/x", body);

        Assert.Equal($"{Size}", await answer.Content.ReadAsStringAsync());
        Assert.Equal(2, backend.Count);
        Assert.All(backend.Requests, request => Assert.Equal("100-continue", request.Headers["Expect"]));
    }

    [Fact]
    public async Task A_refused_request_does_not_move_to_another_member_nor_count_as_a_failure()
    {
        await using var backend = await ScriptedBackend.StartAsync(Challenge("Digest realm=\"r\", nonce=\"n\", qop=\"auth\""));
        await using var other = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", backend.Url, Security, "failure_statuses = [401]") + Toml.Endpoint("b", other.Url)
            + "[[endpoint]]\nname = \"group\"\ntype = \"failover\"\nmembers = [\"a\", \"b\"]\n" + Toml.Api("pets", "group"));

        using var answer = await edge.Http.PostAsync("/pets/1/x", new StringContent("body"));

        Assert.Equal("in", await answer.Content.ReadAsStringAsync());
        Assert.Equal((2, 0), (backend.Count, other.Count));
        Assert.Equal("body", Encoding.UTF8.GetString(backend.Requests[1].Body.Span));
        Assert.Equal(1, await edge.MetricAsync("gateway_attempts_total", "group=\"group\""));
        Assert.Equal(0, await edge.MetricAsync("gateway_failovers_total"));
    }

    private static Task<TestEdge> EdgeAsync(ScriptedBackend backend) =>
        TestEdge.StartAsync(Toml.Endpoint("a", backend.Url, Toml.NeverSuspended, Security) + Toml.Api("pets", "a"));

    private static Func<HttpContext, Task> Challenge(params string[] challenges) => http =>
        http.Request.Headers.Authorization.ToString().StartsWith("Digest ", StringComparison.Ordinal)
            ? http.Response.WriteAsync("in")
            : Refuse(http, challenges);

    private static Task Refuse(HttpContext http, params string[] challenges)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = challenges;
        return http.Response.WriteAsync("out");
    }

    // RFC 7616, 3.4.1: of MD5 with auth-int.
    private static string ResponseOf(RecordedRequest request, string body)
    {
        var header = request.Headers["Authorization"].ToString();
        var count = Count().Match(header).Groups[1].Value;
        var own = OwnNonce().Match(header).Groups[1].Value;
        return Md5($"{Md5("Mufasa:r:Circle of Life")}:n:{count}:{own}:auth-int:{Md5($"POST:/x:{Md5(body)}")}");
    }

#pragma warning disable CA5351 // What is asked for.
    private static string Md5(string text) => Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    [GeneratedRegex("[ ,]nonce=\"([^\"]*)")]
    private static partial Regex Nonce();

    [GeneratedRegex("cnonce=\"([^\"]*)")]
    private static partial Regex OwnNonce();

    [GeneratedRegex("nc=([0-9a-f]{8})")]
    private static partial Regex Count();

    [GeneratedRegex("response=\"([^\"]*)")]
    private static partial Regex Response();

    private sealed class CountingContent(long size) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var part = new byte[64 * 1024];
            for (var left = size; left > 0; left -= part.Length)
            {
                await stream.WriteAsync(part.AsMemory(0, (int)Math.Min(left, part.Length)));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = size;
            return true;
        }
    }
}
