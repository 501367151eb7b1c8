using System.Net;
using System.Text;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Authentication;

/// <summary>Digest against a real server: Apache httpd's mod_auth_digest, whose log counts what it was sent.</summary>
public sealed class ApacheDigestTests
{
    private static readonly string Security =
        $"security = {{ type = \"digest\", username = \"{DigestServer.User}\", password = '{DigestServer.Password}' }}";

    [RequiresFact(ApacheProcess.Program)]
    public async Task One_round_trip_more_is_made_for_a_nonce_and_its_uses_are_counted_without_gap_or_repeat()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var server = await DigestServer.StartAsync(backend, nonceLife: 600);
        await using var edge = await EdgeAsync(server);

        for (var i = 0; i < 20; i++)
        {
            using var answer = await edge.Http.GetAsync($"/pets/1/x/%22{i}?a=%2C{i}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("WWW-Authenticate"));
        }

        var seen = await server.RequestsAsync(20);
        Assert.Equal([401, .. Enumerable.Repeat(200, 20)], seen.Select(request => request.Status));
        Assert.Equal("", seen[0].Authorization);
        Assert.Single(seen.Skip(1).Select(request => request.Nonce).Distinct());
        Assert.Equal(Enumerable.Range(1, 20), seen.Skip(1).Select(request => request.Count));
        Assert.Equal(20, backend.Count);
    }

    [RequiresFact(ApacheProcess.Program)]
    public async Task Bodies_arrive_whole_though_the_nonce_grows_too_old_all_the_time()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var server = await DigestServer.StartAsync(backend, nonceLife: 1);
        await using var edge = await EdgeAsync(server);

        // Short ones, one of unknown length, and one that is longer than what is kept in memory.
        (int Size, bool Chunked)[] bodies = [(5, false), (3_000, true), (200_000, false), (0, false), (100_000, true)];
        foreach (var (size, chunked) in bodies.Concat(bodies))
        {
            var body = Encoding.ASCII.GetBytes(new string('x', size));
            using var request = new HttpRequestMessage(HttpMethod.Post, "/pets/1/x") { Content = new ByteArrayContent(body) };
            request.Headers.TransferEncodingChunked = chunked;
            using var answer = await edge.Http.SendAsync(request);
            Assert.Equal((size, HttpStatusCode.OK), (size, answer.StatusCode));
            Assert.Equal(body, backend.Requests[^1].Body.ToArray());
            await Task.Delay(400);
        }

        // Each 401 has brought a nonce, each nonce was used from 1 on, and nothing reached the backend twice.
        var seen = await server.RequestsAsync(10);
        Assert.Equal(10, backend.Count);
        Assert.Equal(10, seen.Count(request => request.Status == 200));
        Assert.InRange(seen.Count(request => request.Status == 401), 2, 10);
        Assert.Equal(seen.Count(request => request.Status == 401), seen.Where(request => request.Nonce.Length > 0).Select(request => request.Nonce).Distinct().Count());
        AssertCounted(seen);
    }

    [RequiresFact(ApacheProcess.Program)]
    public async Task Many_at_once_share_a_nonce_and_no_number_is_used_twice()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var server = await DigestServer.StartAsync(backend, nonceLife: 2);
        await using var edge = await EdgeAsync(server);

        var until = DateTime.UtcNow.AddSeconds(5);
        var sent = await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            var count = 0;
            for (; DateTime.UtcNow < until; count++)
            {
                using var answer = count % 3 == 0
                    ? await edge.Http.PostAsync("/pets/1/x", new StringContent($"{worker} {count}"))
                    : await edge.Http.GetAsync("/pets/1/x");
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }

            return count;
        }));

        var seen = await server.RequestsAsync(sent.Sum());
        Assert.Equal(sent.Sum(), seen.Count(request => request.Status == 200));
        Assert.Equal(sent.Sum(), backend.Count);
        AssertCounted(seen);

        // No request was refused more than once, and most not at all: whoever finds the new nonce there uses it.
        var nonces = seen.Where(request => request.Nonce.Length > 0).Select(request => request.Nonce).Distinct().Count();
        Assert.InRange(nonces, 2, 20);
        Assert.InRange(seen.Count(request => request.Status == 401), nonces, nonces * 8);
    }

    [RequiresFact(ApacheProcess.Program)]
    public async Task A_wrong_password_costs_two_requests_and_the_client_gets_the_backends_answer()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var server = await DigestServer.StartAsync(backend, nonceLife: 600);
        await using var edge = await EdgeAsync(server, Security.Replace("hunter2", "hunter3", StringComparison.Ordinal));

        using var answer = await edge.Http.PostAsync("/pets/1/x", new StringContent("body"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Digest", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        Assert.Equal(2, (await server.RequestsAsync(2, 401)).Count);
        Assert.Equal(0, backend.Count);
    }

    // mod_auth_digest compares what it reads with what it wrote, quoted pairs and all, so that nobody passes who reads a realm as RFC 7616 says:
    // curl does not. What can be promised is that the realm goes back as it came.
    [RequiresFact(ApacheProcess.Program)]
    public async Task A_realm_with_quotes_goes_back_byte_for_byte()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var server = await DigestServer.StartAsync(backend, nonceLife: 600, realm: "\"pets\", and \"more\"");
        await using var edge = await EdgeAsync(server);

        using var answer = await edge.Http.GetAsync("/pets/1/x");

        const string Realm = "realm=\"\\\"pets\\\", and \\\"more\\\"\"";
        Assert.Contains(Realm, answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        var sent = (await server.RequestsAsync(2, 401))[1].Authorization;
        Assert.Contains($" {Realm}, nonce=", sent.Replace("\\\\", "\u0001", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace('\u0001', '\\'), StringComparison.Ordinal);
    }

    [RequiresFact(ApacheProcess.Program)]
    public async Task What_Apache_proves_of_itself_holds()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var server = await DigestServer.StartAsync(backend, nonceLife: 600);
        await using var edge = await EdgeAsync(server);

        for (var i = 0; i < 3; i++)
        {
            using var answer = await edge.Http.GetAsync($"/pets/1/own/x?y=%22{i}");
            Assert.Equal("own", await answer.Content.ReadAsStringAsync());
            Assert.Contains("rspauth=\"", Assert.Single(answer.Headers.GetValues("Authentication-Info")), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(edge.Log.Lines, line => line.StartsWith("DigestUnproved", StringComparison.Ordinal));
    }

    private static Task<TestEdge> EdgeAsync(DigestServer server, string? security = null) => TestEdge.StartAsync(
        Toml.Endpoint("a", server.Url, Toml.NeverSuspended, security ?? Security) + Toml.Api("pets", "a"));

    // For each nonce the numbers 1, 2, 3 … each once; they may have ended in another order.
    private static void AssertCounted(IReadOnlyList<LoggedRequest> seen)
    {
        foreach (var uses in seen.Where(request => request.Nonce.Length > 0).GroupBy(request => request.Nonce))
        {
            Assert.Equal(Enumerable.Range(1, uses.Count()), uses.Select(request => request.Count).Order());
        }
    }
}
