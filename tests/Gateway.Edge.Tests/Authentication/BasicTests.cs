using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Management;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Authentication;

public sealed class BasicTests
{
    // WSO2's own tests check these verbatim.
    [Theory]
    [InlineData("admin1", "admin123", "Basic YWRtaW4xOmFkbWluMTIz")]
    [InlineData("user", "abcd-+={[}]|:;'<,>.?/efghijk", "Basic dXNlcjphYmNkLSs9e1t9XXw6Oyc8LD4uPy9lZmdoaWpr")]
    [InlineData("user", "abcd!@#$%^&*()_efghijk", "Basic dXNlcjphYmNkIUAjJCVeJiooKV9lZmdoaWpr")]
    public async Task Credentials_go_out_unasked_with_every_request_in_the_place_of_the_clients_own(string username, string password, string header)
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", backend.Url, $"security = {{ type = \"basic\", username = \"{username}\", password = \"{password}\" }}") + Toml.Api("pets", "a")
            + Toml.Endpoint("bare", backend.Url) + Toml.Api("bare", "bare"));
        edge.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer the-clients-own");

        await edge.Http.GetStringAsync("/pets/1/x");
        await edge.Http.PostAsync("/pets/1/x", new StringContent("body"));
        await edge.Http.GetStringAsync("/bare/1/x");

        Assert.Equal(
            [header, header, "Bearer the-clients-own"], backend.Requests.Select(request => request.Headers["Authorization"].ToString()));
    }

    [Fact]
    public async Task Each_member_of_a_group_gets_its_own_credentials()
    {
        await using var bad = await ScriptedBackend.StartAsync(Answers.Abort());
        await using var good = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("one", bad.Url, "security = { type = \"basic\", username = \"one\", password = \"1\" }")
            + Toml.Endpoint("two", good.Url, "security = { type = \"basic\", username = \"two\", password = \"2\" }")
            + Toml.Group("group", ["one", "two"], "cursor = \"local\"") + Toml.Api("pets", "group"));

        for (var i = 0; i < 3; i++)
        {
            await edge.Http.GetStringAsync("/pets/1/x");
        }

        Assert.Equal("Basic b25lOjE=", bad.Requests[0].Headers["Authorization"]);
        Assert.All(good.Requests, request => Assert.Equal("Basic dHdvOjI=", request.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_secret_of_the_nodes_own_is_taken_and_shown_nowhere()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Status(401, "no"));
        await using var edge = await TestEdge.StartAsync(
            "[secrets]\npets = \"[hunter2]\"\n"
            + Toml.Endpoint("a", backend.Url, "security = { type = \"basic\", username = \"gateway\", password = \"$secret{pets}\" }") + Toml.Api("pets", "a"));
        await edge.WaitForClusterAsync();

        using var answer = await edge.Http.GetAsync("/pets/1/x");

        // A refusal of the backend's goes to the client as it is.
        Assert.Equal((HttpStatusCode.Unauthorized, "no"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal("Basic Z2F0ZXdheTpodW50ZXIy", backend.Requests.Single().Headers["Authorization"]);
        using var management = new HttpClient { BaseAddress = edge.Management };
        string[] shown = ["/metrics", "/v1/groups", "/v1/groups/a", "/v1/nodes", "/status", "/openapi.json"];
        foreach (var path in shown)
        {
            using var page = await management.GetAsync(path);
            AssertNoSecret(await page.Content.ReadAsStringAsync());
        }

        AssertNoSecret(string.Join('\n', edge.Log.Lines));
        foreach (var file in Directory.GetFiles(Path.Combine(edge.Folder, "data"), "*", SearchOption.AllDirectories))
        {
            AssertNoSecret(await File.ReadAllTextAsync(file));
        }
    }

    [Fact]
    public async Task A_credential_that_stands_for_nothing_here_stops_the_start_with_its_place()
    {
        var fault = await Assert.ThrowsAsync<NodeStartException>(() => TestEdge.StartAsync(
            Toml.Endpoint("a", "http://127.0.0.1:9", "security = { type = \"basic\", username = \"gateway\", password = \"$env{GATEWAY_TEST_NOBODY}\" }")
            + Toml.Api("pets", "a")));

        Assert.Matches(
            @"deployment\.toml:\d+:\d+: error: 'password' of 'security' in \[\[endpoint\]\] 'a': the environment variable GATEWAY_TEST_NOBODY is not set", fault.Message);
    }

    [RequiresFact(NginxProcess.Program)]
    public async Task Nginx_lets_the_gateway_in_and_nobody_else()
    {
        using var ports = new FreePorts();
        var port = ports.Next();
        var folder = Directory.CreateTempSubdirectory("gateway-nginx-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), "gateway:{PLAIN}pa ss,<&%\n");
        await using (await NginxProcess.StartAsync("nginx", folder, port, $$"""
              server {
                listen 127.0.0.1:{{port}};
                location /file/ { auth_basic "pets"; auth_basic_user_file {{folder}}/users; alias {{folder}}/; }
              }
            """))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "x"), "in");
            await using var edge = await TestEdge.StartAsync(
                Toml.Endpoint("good", $"http://127.0.0.1:{port}/file", "security = { type = \"basic\", username = \"gateway\", password = \"pa ss,<&%\" }") + Toml.Api("good", "good")
                + Toml.Endpoint("bad", $"http://127.0.0.1:{port}/file", "security = { type = \"basic\", username = \"gateway\", password = \"wrong\" }") + Toml.Api("bad", "bad"));

            Assert.Equal("in", await edge.Http.GetStringAsync("/good/1/x"));
            using var refused = await edge.Http.GetAsync("/bad/1/x");
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("Basic", Assert.Single(refused.Headers.WwwAuthenticate).Scheme);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void AssertNoSecret(string text)
    {
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Z2F0ZXdheTpodW50ZXIy", text, StringComparison.Ordinal);
    }
}
