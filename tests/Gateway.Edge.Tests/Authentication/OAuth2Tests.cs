using System.Net;
using System.Text;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Authentication;

public sealed class OAuth2Tests
{
    [Fact]
    public async Task One_token_is_fetched_however_many_requests_need_it_and_is_used_until_it_ends()
    {
        await using var server = await TokenServer.StartAsync();
        server.Delay = TimeSpan.FromMilliseconds(200);
        await using var edge = await EdgeAsync(server, ", scope = \"read write\", parameters = { audience = \"pets & more\" }");
        edge.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer the-clients-own");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => edge.Http.GetStringAsync("/pets/1/x")));
        await edge.WaitForClusterAsync();
        await edge.Http.GetStringAsync("/pets/1/x");

        Assert.All(answers, answer => Assert.Equal("Bearer t1", answer));
        var request = Assert.Single(server.Tokens.Requests);
        Assert.Equal(("POST", "/token"), (request.Method, request.Target));
        Assert.Equal($"Basic {Convert.ToBase64String("gate+way%3A:h+unter2%2F"u8)}", request.Headers["Authorization"]);
        Assert.Equal(
            [("audience", "pets & more"), ("grant_type", "client_credentials"), ("scope", "read write")],
            TokenServer.FormOf(request).Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public async Task A_token_for_a_user_is_asked_for_with_name_and_password_and_the_client_in_the_body_where_that_is_wanted()
    {
        await using var server = await TokenServer.StartAsync();
        await using var edge = await EdgeAsync(server, ", grant = \"password\", username = \"ü\", password = \"p&=\", client_auth = \"body\"");

        await edge.Http.GetStringAsync("/pets/1/x");

        var request = Assert.Single(server.Tokens.Requests);
        Assert.False(request.Headers.ContainsKey("Authorization"));
        Assert.Equal(
            [("client_id", "gate way:"), ("client_secret", "h unter2/"), ("grant_type", "password"), ("password", "p&="), ("username", "ü")],
            TokenServer.FormOf(request).Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends_while_the_old_one_is_still_used()
    {
        await using var server = await TokenServer.StartAsync();
        server.Life = 4;
        await using var edge = await EdgeAsync(server);
        var seen = new List<string>();
        await Wait.UntilAsync(
            async () =>
            {
                seen.Add(await edge.Http.GetStringAsync("/pets/1/x"));
                return seen[^1] == "Bearer t3";
            },
            "no third token");

        Assert.Equal(["Bearer t1", "Bearer t2", "Bearer t3"], seen.Distinct());
        Assert.InRange(server.Tokens.Count, 3, 4);
        Assert.All(server.Backend.Requests, request => Assert.StartsWith("Bearer t", request.Headers["Authorization"].ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_the_backend_refuses_is_renewed_once_and_the_body_sent_again()
    {
        await using var server = await TokenServer.StartAsync();
        await using var edge = await EdgeAsync(server);
        await edge.WaitForClusterAsync();
        await edge.Http.GetStringAsync("/pets/1/x");
        server.TakeBack();

        using var answer = await edge.Http.PostAsync("/pets/1/x", new StringContent("body"));

        Assert.Equal("Bearer t2", await answer.Content.ReadAsStringAsync());
        Assert.Equal(["", "body", "body"], server.Backend.Requests.Select(request => Encoding.UTF8.GetString(request.Body.Span)));
        Assert.Equal(2, server.Tokens.Count);
    }

    [Fact]
    public async Task A_backend_that_refuses_the_new_token_too_is_not_asked_a_third_time()
    {
        await using var server = await TokenServer.StartAsync();
        server.Backend.Script = Answers.Status(401, "out");
        await using var edge = await EdgeAsync(server);

        using var answer = await edge.Http.GetAsync("/pets/1/x");

        Assert.Equal((HttpStatusCode.Unauthorized, "out"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal((2, 2), (server.Backend.Count, server.Tokens.Count));
    }

    [Fact]
    public async Task A_token_that_was_refused_for_a_body_too_long_to_be_sent_again_is_used_for_nobody_else()
    {
        await using var server = await TokenServer.StartAsync();
        await using var edge = await EdgeAsync(server);
        await edge.WaitForClusterAsync();
        await edge.Http.GetStringAsync("/pets/1/x");
        server.TakeBack();

        using var refused = await edge.Http.PostAsync("/pets/1/x", new ByteArrayContent(new byte[17 * 1024 * 1024]));
        await edge.Http.GetStringAsync("/pets/1/x");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(["Bearer t1", "Bearer t1", "Bearer t2"], server.Backend.Requests.Select(request => request.Headers["Authorization"].ToString()));
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent_and_the_token_endpoint_is_left_alone_for_a_while()
    {
        await using var server = await TokenServer.StartAsync();
        server.Refusal = (401, """{"error":"invalid_client","error_description":"h unter2/"}""");
        await using var edge = await EdgeAsync(server);

        var bodies = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            using var answer = await edge.Http.GetAsync("/pets/1/x");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.True(answer.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
            bodies.Add(await answer.Content.ReadAsStringAsync());
        }

        Assert.All(bodies, body => Assert.Equal(
            """{"code":"303003","type":"Status report","message":"Runtime Error","description":"The gateway has no credentials for the back end"}""", body));
        Assert.Equal(0, server.Backend.Count);
        Assert.InRange(server.Tokens.Count, 1, 2);
        await edge.WaitForLogAsync("NoToken: No token for endpoint a from 127.0.0.1:");
        Assert.Contains(edge.Log.Lines, line => line.Contains("it answers 401 'invalid_client'", StringComparison.Ordinal));
        Assert.DoesNotContain(edge.Log.Lines, line => line.Contains("unter2", StringComparison.Ordinal));

        // The endpoint itself is not to blame, and is back with the first token.
        server.Refusal = null;
        await Wait.UntilAsync(async () =>
        {
            using var answer = await edge.Http.GetAsync("/pets/1/x");
            return answer.IsSuccessStatusCode;
        }, "no token after all");
        Assert.Equal(0, await edge.MetricAsync("gateway_suspensions_total"));
    }

    [Fact]
    public async Task A_group_goes_on_to_a_member_that_needs_no_token()
    {
        await using var server = await TokenServer.StartAsync();
        server.Refusal = (500, "");
        await using var other = await ScriptedBackend.StartAsync(Answers.Status(200, "other"));
        await using var edge = await TestEdge.StartAsync(
            Endpoint(server, "") + Toml.Endpoint("b", other.Url)
            + "[[endpoint]]\nname = \"group\"\ntype = \"failover\"\nmembers = [\"a\", \"b\"]\n" + Toml.Api("pets", "group"));

        using var answer = await edge.Http.PostAsync("/pets/1/x", new StringContent("body"));

        Assert.Equal("other", await answer.Content.ReadAsStringAsync());
        Assert.Equal("body", Encoding.UTF8.GetString(other.Requests.Single().Body.Span));
    }

    private static Task<TestEdge> EdgeAsync(TokenServer server, string more = "") =>
        TestEdge.StartAsync(Endpoint(server, more) + Toml.Api("pets", "a"));

    private static string Endpoint(TokenServer server, string more) => Toml.Endpoint(
        "a", server.Backend.Url,
        $"security = {{ type = \"oauth2\", token_url = \"{server.Tokens.Url}/token\", client_id = \"gate way:\", client_secret = \"h unter2/\"{more} }}");
}
