using System.Net.Http.Headers;
using Gateway.Core.Configuration;
using Gateway.Management.Access;
using Gateway.Management.Listener;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Management.Tests;

public sealed class AccessTests
{
    private const string Token = "operator-0123456789";
    private const string ReadToken = "reader-0123456789";

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:1234", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("127.0.0.1:9480", 200)]
    [InlineData("127.8.8.8", 200)]
    [InlineData("[::1]:9480", 200)]
    [InlineData("admin.example", 200)]
    [InlineData("Admin.Example:443", 200)]
    [InlineData("rebound.attacker.example", 421)]
    [InlineData("127.0.0.1.attacker.example", 421)]
    [InlineData("localhost.attacker.example", 421)]
    [InlineData("sub.admin.example", 421)]
    [InlineData("10.1.2.3", 421)]
    public async Task A_foreign_host_name_is_misdirected(string host, int status)
    {
        await using var node = await TestNode.StartAsync(TestNode.Settings(hosts: "admin.example"));

        foreach (var path in new[] { "/v1/nodes", "/health/live", "/docs" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            using var response = await node.Client.SendAsync(request);

            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("GET", "/v1/nodes", null, 401)]
    [InlineData("GET", "/v1/nodes", "Bearer wrong", 401)]
    [InlineData("GET", "/v1/nodes", "Bearer", 401)]
    [InlineData("GET", "/v1/nodes", "Bearer ", 401)]
    [InlineData("GET", "/v1/nodes", "Basic " + Token, 401)]
    [InlineData("GET", "/v1/nodes", Token, 401)]
    [InlineData("GET", "/v1/nodes", "Bearer " + Token + "x", 401)]
    [InlineData("GET", "/v1/nodes", "Bearer " + Token, 200)]
    [InlineData("GET", "/v1/nodes", "bearer " + Token, 200)]
    [InlineData("GET", "/v1/nodes", "Bearer " + ReadToken, 200)]
    [InlineData("GET", "/metrics", null, 401)]
    [InlineData("GET", "/metrics", "Bearer " + ReadToken, 200)]
    [InlineData("GET", "/nowhere", null, 401)]
    [InlineData("GET", "/nowhere", "Bearer " + ReadToken, 404)]
    [InlineData("GET", "/health/live", null, 200)]
    [InlineData("GET", "/health/ready", "Bearer wrong", 200)]
    [InlineData("POST", "/health/live", null, 401)]
    [InlineData("POST", "/v1/change", null, 401)]
    [InlineData("POST", "/v1/change", "Bearer " + ReadToken, 403)]
    [InlineData("POST", "/v1/change", "Bearer " + Token, 200)]
    public async Task Tokens_open_what_they_are_for(string method, string path, string? authorization, int status)
    {
        await using var node = await StartAsync(TestNode.Settings(token: Token, readToken: ReadToken));
        using var request = Request(method, path, "application/json");
        if (authorization is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        }

        using var response = await node.Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 401 ? "Bearer realm=\"gateway\"" : "", response.Headers.WwwAuthenticate.ToString());
        Assert.DoesNotContain(node.Log.Lines, line => line.Contains(Token, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("Bearer " + Token, 200)]
    [InlineData("Bearer " + ReadToken, 403)]
    [InlineData("Basic anybody:" + Token, 200)]
    [InlineData("basic :" + Token, 200)]
    [InlineData("Basic anybody:" + ReadToken, 403)]
    [InlineData("Basic anybody:x:" + Token, 401)]
    [InlineData("Basic " + Token + ":anybody", 401)]
    [InlineData("Basic " + Token, 401)]
    [InlineData("Basic ", 401)]
    [InlineData("Basic !", 401)]
    public async Task A_page_for_operators_takes_their_token_as_a_browser_sends_it(string? authorization, int status)
    {
        await using var node = await StartAsync(TestNode.Settings(token: Token, readToken: ReadToken));
        using var request = Request("GET", "/page", null);
        if (authorization is not null)
        {
            var (scheme, pair) = (authorization[..authorization.IndexOf(' ')], authorization[(authorization.IndexOf(' ') + 1)..]);
            request.Headers.TryAddWithoutValidation(
                "Authorization", scheme == "Bearer" || pair == "!" ? authorization : $"{scheme} {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(pair))}");
        }

        using var response = await node.Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 401 ? 2 : 0, response.Headers.WwwAuthenticate.Count);
        Assert.DoesNotContain(node.Log.Lines, line => line.Contains(Token, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("TOKEN")]
    [InlineData("access_token")]
    [InlineData("read_token")]
    [InlineData("%74oken")]
    public async Task A_token_in_the_address_is_refused_and_never_logged(string key)
    {
        await using var node = await StartAsync(TestNode.Settings(token: Token));

        foreach (var path in new[] { "/v1/nodes", "/health/live", "/openapi.json", "/nowhere" })
        {
            var (status, body) = await node.GetAsync($"{path}?{key}={Token}");

            Assert.Equal(400, status);
            Assert.DoesNotContain(Token, body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(node.Log.Lines, line => line.Contains(Token, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POST", "/v1/change", "application/json", null, 200)]
    [InlineData("POST", "/v1/change", "application/json; charset=utf-8", "{own}", 200)]
    [InlineData("POST", "/v1/change", "application/json", "https://attacker.example", 403)]
    [InlineData("POST", "/v1/change", "application/json", "null", 403)]
    [InlineData("POST", "/v1/change", "application/json", "http://localhost:1", 403)]
    [InlineData("POST", "/v1/change", "text/plain", null, 415)]
    [InlineData("POST", "/v1/change", "application/x-www-form-urlencoded", null, 415)]
    [InlineData("POST", "/v1/change", null, null, 415)]
    [InlineData("POST", "/v1/undeclared", "text/plain", null, 415)]
    [InlineData("POST", "/v1/undeclared", "application/json", null, 200)]
    [InlineData("PUT", "/v1/bundle", "application/zip", null, 200)]
    [InlineData("PUT", "/v1/bundle", "application/json", null, 415)]
    [InlineData("POST", "/v1/groups", "text/plain", null, 405)]
    [InlineData("POST", "/v1/groups", "text/plain", "https://attacker.example", 403)]
    [InlineData("DELETE", "/metrics", null, null, 405)]
    [InlineData("OPTIONS", "/v1/groups", null, "https://attacker.example", 403)]
    [InlineData("OPTIONS", "/v1/groups", null, null, 405)]
    [InlineData("POST", "/nowhere", null, null, 404)]
    public async Task No_foreign_page_or_form_changes_anything(string method, string path, string? contentType, string? origin, int status)
    {
        await using var node = await StartAsync(TestNode.Settings());
        using var request = Request(method, path, contentType);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin.Replace("{own}", node.Client.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        }

        using var response = await node.Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("", "", "127.0.0.1", null)]
    [InlineData("", "", "::1", null)]
    [InlineData("", "", "::ffff:127.0.0.1", null)]
    [InlineData("", "", "10.0.0.9", 403)]
    [InlineData("", "", null, 403)]
    [InlineData(Token, "", "127.0.0.1", 401)]
    [InlineData("", ReadToken, "127.0.0.1", 401)]
    public void Without_a_token_only_this_machine_may_ask(string token, string readToken, string? remote, int? status)
    {
        var step = new AccessStep(TestNode.Settings("0.0.0.0:9480", token, readToken));
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Host = new HostString("localhost");
        context.Connection.RemoteIpAddress = remote is null ? null : System.Net.IPAddress.Parse(remote);

        Assert.Equal(status, step.Judge(context)?.Status);
    }

    [Theory]
    [InlineData("10.1.2.3", 401)]
    [InlineData("10.1.2.4", 421)]
    [InlineData("gateway.internal", 421)]
    public void A_listener_on_every_address_answers_to_the_one_it_was_called_by(string host, int status)
    {
        var step = new AccessStep(TestNode.Settings("0.0.0.0:9480", Token));
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Host = new HostString(host, 9480);
        context.Connection.LocalIpAddress = System.Net.IPAddress.Parse("::ffff:10.1.2.3");

        Assert.Equal(status, step.Judge(context)?.Status);
    }

    private static Task<TestNode> StartAsync(ManagementSettings settings) =>
        TestNode.StartAsync(settings, services => services.AddSingleton<IManagementRoutes, ChangeRoutes>());

    private static HttpRequestMessage Request(string method, string path, string? contentType)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT")
        {
            request.Content = new ByteArrayContent([]);
            request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        }

        return request;
    }

    private sealed class ChangeRoutes : IManagementRoutes
    {
        public void Map(IEndpointRouteBuilder routes)
        {
            routes.MapLook("/page", _ => Task.CompletedTask).ForOperatorsWithBrowsers();
            routes.MapChange("POST", "/v1/change", _ => Task.CompletedTask);
            routes.MapChange("PUT", "/v1/bundle", _ => Task.CompletedTask, "application/zip", "application/toml");
            Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapPost(routes, "/v1/undeclared", _ => Task.CompletedTask);
        }
    }
}
