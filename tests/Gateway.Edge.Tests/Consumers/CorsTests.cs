using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Consumers;

/// <summary>Pages of other origins, as a browser asks for them.</summary>
public sealed class CorsTests : IClassFixture<CorsTests.CorsEdge>
{
    private const string Page = "Origin: https://app.example";
    private const string Stranger = "Origin: https://evil.example";

    private readonly ScriptedBackend _backend;
    private readonly TestEdge _edge;

    public CorsTests(CorsEdge edge)
    {
        (_backend, _edge) = (edge.Backend, edge.Edge);
        _backend.Forget();
    }

    [Fact]
    public async Task A_preflight_is_answered_by_the_gateway_with_what_the_node_allows()
    {
        var answer = await AskAsync("OPTIONS", "/open/1/pets", Page, "Access-Control-Request-Method: POST");

        Assert.Equal((200, ""), (answer.Status, answer.Body));
        Assert.Equal(
            ["Access-Control-Allow-Headers: authorization, Access-Control-Allow-Origin, Content-Type, SOAPAction, apikey, Internal-Key",
                "Access-Control-Allow-Methods: GET, POST", "Access-Control-Allow-Origin: *"], OfCors(answer));
        Assert.Equal(["GET, HEAD, POST"], answer.Values("Allow"));
        Assert.Empty(answer.Values("Vary"));
        Assert.Equal(0, _backend.Count);
    }

    [Fact]
    public async Task An_API_has_rules_of_its_own()
    {
        var answer = await AskAsync("OPTIONS", "/own/1/pets", Page, "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: x-a, X-B");

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            ["Access-Control-Allow-Credentials: true", "Access-Control-Allow-Headers: x-a, X-B", "Access-Control-Allow-Methods: PUT",
                "Access-Control-Allow-Origin: https://app.example", "Access-Control-Expose-Headers: X-Left", "Access-Control-Max-Age: 600"], OfCors(answer));
        Assert.Equal(["Access-Control-Request-Headers", "Origin"], answer.Values("Vary").SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries)).Order());
    }

    [Fact]
    public async Task A_page_that_may_not_is_told_nothing()
    {
        var answer = await AskAsync("OPTIONS", "/own/1/pets", Stranger, "Access-Control-Request-Method: PUT");

        Assert.Equal((200, 0), (answer.Status, OfCors(answer).Length));
        Assert.Equal(["Origin"], answer.Values("Vary"));
    }

    [Theory]
    [InlineData("/open/1/pets", Page, "Access-Control-Allow-Origin: *", "Accept")]
    [InlineData("/own/1/pets", Page,
        "Access-Control-Allow-Credentials: true|Access-Control-Allow-Origin: https://app.example|Access-Control-Expose-Headers: X-Left", "Accept, Origin")]
    [InlineData("/own/1/pets", Stranger, "", "Accept, Origin")]
    [InlineData("/left/1/pets", Page,
        "Access-Control-Allow-Credentials: true|Access-Control-Allow-Origin: https://backend.example|Access-Control-Max-Age: 5", "Accept")]
    [InlineData("/open/1/pets", "X-Other: 1",
        "Access-Control-Allow-Credentials: true|Access-Control-Allow-Origin: https://backend.example|Access-Control-Max-Age: 5", "Accept")]
    public async Task An_answer_says_once_who_may_read_it_whatever_the_backend_says(string path, string header, string said, string vary)
    {
        var answer = await AskAsync("GET", path, header);

        Assert.Equal((200, 1), (answer.Status, _backend.Count));
        Assert.Equal(said.Split('|', StringSplitOptions.RemoveEmptyEntries), OfCors(answer));
        Assert.Equal(vary, string.Join(", ", answer.Values("Vary")));
    }

    [Theory]
    [InlineData("GET", "/open/1/nowhere", 404)]
    [InlineData("DELETE", "/open/1/pets", 405)]
    [InlineData("GET", "/blocked/1/pets", 503)]
    [InlineData("GET", "/tls/1/pets", 403)]
    [InlineData("GET", "/secured/1/pets", 401)]
    [InlineData("GET", "/dead/1/pets", 502)]
    public async Task A_page_may_read_why_it_is_refused(string method, string path, int status)
    {
        var answer = await AskAsync(method, path, Page);

        Assert.Equal(status, answer.Status);
        Assert.Equal(["Access-Control-Allow-Origin: *"], OfCors(answer));
    }

    [Fact]
    public async Task A_blocked_APIs_preflight_succeeds_so_that_the_page_reads_the_reason() => Assert.Equal(
        200, (await AskAsync("OPTIONS", "/blocked/1/pets", Page, "Access-Control-Request-Method: GET")).Status);

    [Fact]
    public async Task An_OPTIONS_resource_of_the_APIs_own_goes_to_the_backend_headers_and_all()
    {
        var answer = await AskAsync("OPTIONS", "/lists/1/pets", Page, "Access-Control-Request-Method: GET");

        Assert.Equal((200, 1), (answer.Status, _backend.Count));
        Assert.Equal(["https://backend.example"], answer.Values("Access-Control-Allow-Origin"));
        Assert.Equal("OPTIONS", Assert.Single(_backend.Requests).Method);
        Assert.Equal(200, (await AskAsync("OPTIONS", "/lists/1/other", Page, "Access-Control-Request-Method: GET")).Status);
        Assert.Equal(1, _backend.Count);
    }

    [Theory]
    [InlineData("/all/1/x", 0, Page, "Access-Control-Request-Method: QUERY")]
    [InlineData("/all/1/x", 1, Page)]
    [InlineData("/all/1/x", 1)]
    public async Task An_API_without_resources_lists_no_OPTIONS_and_its_preflights_are_the_gateways(string path, int forwarded, params string[] headers)
    {
        Assert.Equal(200, (await AskAsync("OPTIONS", path, headers)).Status);
        Assert.Equal(forwarded, _backend.Count);
    }

    [Theory]
    [InlineData("/open/1/pets", 200)]
    [InlineData("/open/1/nowhere", 404)]
    [InlineData("/left/1/pets", 405)]
    public async Task Any_other_OPTIONS_is_answered_where_the_gateway_cares(string path, int status) =>
        Assert.Equal(status, (await AskAsync("OPTIONS", path)).Status);

    [Fact]
    public async Task A_node_that_leaves_CORS_to_backends_does_so_for_all_APIs()
    {
        await using var edge = await TestEdge.StartAsync("[apim.cors]\nenable = false\n\n" + Catalog(_backend));

        Assert.Equal(405, (await AskAsync(edge, "OPTIONS", "/own/1/pets", Page, "Access-Control-Request-Method: PUT")).Status);
        Assert.Equal(["https://backend.example"], (await AskAsync(edge, "GET", "/own/1/pets", Page)).Values("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_nodes_own_origins_are_those_of_WSO2s_table()
    {
        await using var edge = await TestEdge.StartAsync(
            "[apim.cors]\nallow_origins = \"https://app.example, https://*.other.example\"\nallow_methods = [\"GET\"]\nallow_headers = [\"X-A\"]\n"
            + "allow_credentials = true\n\n" + Catalog(_backend));

        var answer = await AskAsync(edge, "OPTIONS", "/open/1/pets", "Origin: https://a.other.example", "Access-Control-Request-Method: GET");
        Assert.Equal(
            ["Access-Control-Allow-Credentials: true", "Access-Control-Allow-Headers: X-A", "Access-Control-Allow-Methods: GET",
                "Access-Control-Allow-Origin: https://a.other.example"], OfCors(answer));
        Assert.Empty(OfCors(await AskAsync(edge, "GET", "/open/1/pets", Stranger)));
    }

    private Task<RawAnswer> AskAsync(string method, string path, params string[] headers) => AskAsync(_edge, method, path, headers);

    private static Task<RawAnswer> AskAsync(TestEdge edge, string method, string path, params string[] headers) => RawConnection.AskAsync(
        edge.HttpPort, $"{method} {path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    private static string[] OfCors(RawAnswer answer) =>
        [.. answer.Headers.Where(line => line.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];

    private static string Catalog(ScriptedBackend backend) =>
        Toml.Endpoint("a", backend.Url, Toml.NeverSuspended) + Toml.Endpoint("dead", "http://127.0.0.1:9", Toml.NeverSuspended)
        + Toml.Api("open", "a") + Toml.Resource("/pets", "GET", "POST")
        + Toml.Api("own", "a",
            "cors = { allow_origins = [\"https://app.example\"], allow_methods = [\"PUT\"], allow_headers = [\"*\"], expose_headers = [\"X-Left\"], "
            + "allow_credentials = true, max_age = \"10m\" }") + Toml.Resource("/pets", "GET", "PUT")
        + Toml.Api("left", "a", "cors = { enabled = false }") + Toml.Resource("/pets", "GET")
        + Toml.Api("blocked", "a", "lifecycle = \"BLOCKED\"") + Toml.Resource("/pets", "GET")
        + Toml.Api("tls", "a", "transports = [\"https\"]") + Toml.Api("secured", "a", "security = \"required\"") + Toml.Api("dead", "dead")
        + Toml.Api("lists", "a") + Toml.Resource("/pets", "GET", "OPTIONS") + Toml.Resource("/other", "GET")
        + Toml.Api("all", "a");

    /// <summary>One edge for all, before a backend that has CORS headers of its own.</summary>
    public sealed class CorsEdge : IAsyncLifetime
    {
        public ScriptedBackend Backend { get; private set; } = null!;

        public TestEdge Edge { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Backend = await ScriptedBackend.StartAsync("backend", async context =>
            {
                context.Response.Headers.AccessControlAllowOrigin = "https://backend.example";
                context.Response.Headers.AccessControlAllowCredentials = "true";
                context.Response.Headers.AccessControlMaxAge = "5";
                context.Response.Headers.Vary = "Accept";
                await context.Response.Body.FlushAsync();
            });
            Edge = await TestEdge.StartAsync(Catalog(Backend));
        }

        public async Task DisposeAsync()
        {
            await Edge.DisposeAsync();
            await Backend.DisposeAsync();
        }
    }
}
