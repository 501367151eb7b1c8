using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Explaining;

/// <summary><c>POST /v1/explain</c>: the API, the resource, the endpoint, and what would be refused or cannot be said.</summary>
public sealed class ExplainRouteTests : IAsyncLifetime
{
    private const string Flow = """<property name="p" value="1"/>""";
    private ScriptedBackend _backend = null!;
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync();
        _edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", _backend.Url + "/base") + Toml.Endpoint("b", _backend.Url)
            + "[[endpoint]]\nname = \"ruled\"\ntype = \"dynamic\"\ndefault = \"a\"\nallowed_hosts = [\"*.internal\"]\n"
            + "[[endpoint.route]]\nwhen = { json = { \"$.kind\" = \"bulk\" } }\nto = \"b\"\n"
            + "[[endpoint.route]]\nwhen = { header = { \"X-Host\" = \"present\" } }\nto = \"http://{query.param.host}/x\"\n\n"
            + "[[endpoint]]\nname = \"scripted\"\ntype = \"dynamic\"\ndefault = \"a\"\nscript = \"route.js\"\n\n"
            + "[[endpoint]]\nname = \"there\"\ntype = \"default\"\n\n"
            + Toml.Api("pets", "a") + Toml.Resource("/pets/{id}", "GET") + Toml.Resource("/pets/{id}", "DELETE")
            + Toml.Api("ruled", "ruled") + Toml.Api("scripted", "scripted") + Toml.Api("flow", "a", "in_sequence = \"in.xml\"")
            + Toml.Api("there", "there", "in_sequence = \"in.xml\"") + Toml.Api("blocked", "a", "lifecycle = \"BLOCKED\"")
            + Toml.Api("locked", "a", "security = \"required\"") + Toml.Api("tls", "a", "transports = [\"https\"]")
            + Toml.Api("sandbox", "", "sandbox_endpoint = \"a\"").Replace("endpoint = \"\"\n", "", StringComparison.Ordinal),
            prepare: folder =>
            {
                File.WriteAllText(Path.Combine(folder, "in.xml"), Flow);
                File.WriteAllText(Path.Combine(folder, "route.js"), "function route(ctx) { while (true) { } }");
            });
        await _edge.WaitForClusterAsync();
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task Every_step_of_the_way_is_told_and_nothing_is_sent()
    {
        var told = await _edge.ExplainAsync("GET http://gateway:8280/pets/1/pets/7?full=1");

        Assert.Equal(("sent", "a", "a"), (told.Text("outcome"), told.Text("endpoint"), told.Text("member")));
        Assert.Equal($"{_backend.Url}/base/pets/7?full=1", told.Text("url"));
        Assert.Equal(("pets", "1", "PUBLISHED"), Api(told));
        Assert.Equal("/pets/{id}", told.GetProperty("resource").Text("path"));
        Assert.Equal("the path matches, GET is not among its methods", told.GetProperty("otherResources")[0].Text("why"));
        Assert.Equal(1, told.GetProperty("revision").GetInt64());
        Assert.Equal(0, _backend.Count);
    }

    [Theory]
    [InlineData("GET /nowhere", 404, "404", null)]
    [InlineData("GET /pets/1/other", 404, "404", "pets")]
    [InlineData("PUT /pets/1/pets/7", 405, "405", "pets")]
    [InlineData("GET /blocked/1/x", 503, "700700", "blocked")]
    [InlineData("GET /locked/1/x", 401, "900902", "locked")]
    [InlineData("GET /tls/1/x", 403, "403", "tls")]
    [InlineData("GET https://gateway/tls/1/x", 0, null, "tls")]
    [InlineData("GET /sandbox/1/x", 0, null, "sandbox")]
    public async Task A_refusal_is_the_one_that_the_client_would_get(string line, int status, string? code, string? api)
    {
        var told = await _edge.ExplainAsync(line);

        if (status == 0)
        {
            Assert.Equal(("sent", api), (told.Text("outcome"), Api(told).Name));
            return;
        }

        Assert.Equal(("refused", (status, code)), (told.Text("outcome"), told.Fault()));
        Assert.Equal(api, api is null ? null : Api(told).Name);
        Assert.Equal(status, (await RawConnection.AskAsync(
            _edge.HttpPort, $"{line} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n")).Status);
    }

    [Fact]
    public async Task A_preflight_is_answered_by_the_gateway()
    {
        var told = await _edge.ExplainAsync("OPTIONS /pets/1/pets/7", null, "Origin: https://shop.example", "Access-Control-Request-Method: GET");

        Assert.Equal(("answered", null), (told.Text("outcome"), told.Text("endpoint")));
    }

    [Theory]
    [InlineData("""{"kind":"bulk"}""", null, "rule 1", "b", "b")]
    [InlineData("""{"kind":"one"}""", null, "default", "a", "a")]
    [InlineData(null, null, "default", "a", "a")]
    [InlineData(null, "x.internal", "rule 2", "http://x.internal/x", "ruled")]
    public async Task The_rule_that_decides_is_named(string? body, string? host, string by, string to, string member)
    {
        string[] headers = host is null ? ["Content-Type: application/json"] : ["X-Host: present"];
        var told = await _edge.ExplainAsync($"{(body is null ? "GET" : "POST")} /ruled/1/x{(host is null ? "" : $"?host={host}")}", body, headers);

        var route = told.GetProperty("routes")[0];
        Assert.Equal((by, to), (route.Text("by"), route.Text("to")));
        Assert.Equal(("sent", member), (told.Text("outcome"), told.Text("member")));
    }

    [Fact]
    public async Task An_address_that_may_not_be_called_is_refused_as_it_would_be() =>
        Assert.Equal((403, "403"), (await _edge.ExplainAsync("GET /ruled/1/x?host=127.0.0.1", null, "X-Host: present")).Fault());

    [Theory]
    [InlineData("GET /scripted/1/x", "The script route.js decides, and was not run. It can choose: a.")]
    [InlineData("GET /there/1/x", "The endpoint's address comes from the In sequence, which was not run.")]
    public async Task What_only_running_it_would_tell_is_left_open(string line, string detail)
    {
        var told = await _edge.ExplainAsync(line);

        Assert.Equal(("open", detail, null), (told.Text("outcome"), told.Text("detail"), told.Text("member")));
    }

    [Fact]
    public async Task A_sequence_that_was_not_run_is_noted()
    {
        var told = await _edge.ExplainAsync("GET /flow/1/x");

        Assert.Equal(("sent", "a"), (told.Text("outcome"), told.Text("member")));
        Assert.False(told.GetProperty("sequence").GetProperty("wasRun").GetBoolean());
        Assert.StartsWith("The In sequence was not run", told.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    private static (string? Name, string? Version, string? Lifecycle) Api(System.Text.Json.JsonElement told) =>
        told.GetProperty("api") is var api ? (api.Text("name"), api.Text("version"), api.Text("lifecycle")) : default;
}
