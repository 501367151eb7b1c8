using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Consumers;

/// <summary>What each state of the life cycle answers.</summary>
public sealed class LifecycleAnswerTests : IClassFixture<LifecycleAnswerTests.LifecycleEdge>
{
    private readonly ScriptedBackend _backend;
    private readonly TestEdge _edge;

    public LifecycleAnswerTests(LifecycleEdge edge)
    {
        (_backend, _edge) = (edge.Backend, edge.Edge);
        _backend.Script = Answers.Echo();
        _backend.Forget();
    }

    [Theory]
    [InlineData("/created/1/pets", 404)]
    [InlineData("/created-proto/1/pets", 200)]
    [InlineData("/created-proto/1/other", 404)]
    [InlineData("/created-group/1/pets", 200)]
    [InlineData("/created-half/1/pets", 404)]
    [InlineData("/prototyped/1/pets", 200)]
    [InlineData("/prototyped-proto/1/pets", 200)]
    [InlineData("/published/1/pets", 200)]
    [InlineData("/blocked/1/pets", 503)]
    [InlineData("/blocked/1/other", 503)]
    [InlineData("/blocked/pets", 503)]
    [InlineData("/deprecated/1/pets", 200)]
    [InlineData("/unsaid/1/pets", 200)]
    [InlineData("/retired/1/pets", 404)]
    [InlineData("/retired/pets", 404)]
    [InlineData("/blocked-tls/1/pets", 403)]
    [InlineData("/blocked-secured/1/pets", 503)]
    public async Task A_state_answers_or_says_why_not(string path, int status)
    {
        Assert.Equal(status, (await RawConnection.GetAsync(_edge.HttpPort, path)).Status);
        Assert.Equal(status == 200 ? 1 : 0, _backend.Count);
    }

    [Theory]
    [InlineData("GET", "/created-mock/1/mock", 203)]
    [InlineData("GET", "/created-mock/1/pets", 404)]
    [InlineData("POST", "/created-mock/1/mock", 405)]
    public async Task A_created_API_with_a_mock_answers_by_it_and_by_nothing_else(string method, string path, int status)
    {
        Assert.Equal(status, (await RawConnection.AskAsync(_edge.HttpPort, $"{method} {path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")).Status);
        Assert.Equal(0, _backend.Count);
    }

    [Fact]
    public async Task Half_a_prototype_answers_by_that_half_only()
    {
        Assert.Equal(200, (await RawConnection.GetAsync(_edge.HttpPort, "/created-half/1/pets", "X-Gateway-Key-Type: SANDBOX")).Status);
        Assert.Equal(404, (await RawConnection.GetAsync(_edge.HttpPort, "/created-half/1/pets", "X-Gateway-Key-Type: PRODUCTION")).Status);
    }

    [Fact]
    public async Task What_is_not_there_for_consumers_is_worded_as_if_there_were_no_API()
    {
        var nowhere = await RawConnection.GetAsync(_edge.HttpPort, "/nowhere/1/pets");

        Assert.Equal(nowhere.Body, (await RawConnection.GetAsync(_edge.HttpPort, "/created/1/pets")).Body);
        Assert.Equal(nowhere.Body, (await RawConnection.GetAsync(_edge.HttpPort, "/retired/1/pets")).Body);
    }

    [Fact]
    public async Task A_blocked_API_answers_in_WSO2s_words_and_does_not_say_when_to_come_again()
    {
        var answer = await RawConnection.GetAsync(_edge.HttpPort, "/blocked/1/pets", "Accept: application/xml");

        Assert.Equal(
            """<am:fault xmlns:am="http://wso2.org/apimanager"><am:code>700700</am:code><am:type>Status report</am:type><am:message>API blocked</am:message>"""
            + "<am:description>This API has been blocked temporarily. Please try again later or contact the system administrators.</am:description></am:fault>",
            answer.Body);
        Assert.Empty(answer.Values("Retry-After"));
    }

    [Theory]
    [InlineData("/deprecated/1/pets", 200)]
    [InlineData("/deprecated/1/other", 404)]
    public async Task A_deprecated_API_says_since_when_until_when_and_what_comes_then(string path, int status)
    {
        var answer = await RawConnection.GetAsync(_edge.HttpPort, path);

        Assert.Equal(status, answer.Status);
        Assert.Equal(["@1688169599"], answer.Values("Deprecation"));
        Assert.Equal(["Sun, 30 Jun 2024 23:59:59 GMT"], answer.Values("Sunset"));
        Assert.Equal(["<https://a.example/why>; rel=\"deprecation\"", "</pets/2>; rel=\"successor-version\""], answer.Values("Link"));
    }

    [Fact]
    public async Task A_deprecated_API_that_says_no_more_says_that_it_is()
    {
        var answer = await RawConnection.GetAsync(_edge.HttpPort, "/unsaid/1/pets");

        Assert.Equal(["@0"], answer.Values("Deprecation"));
        Assert.Empty(answer.Values("Sunset").Concat(answer.Values("Link")));
    }

    [Fact]
    public async Task A_backend_that_says_more_exactly_when_it_goes_is_believed()
    {
        _backend.Script = async context =>
        {
            context.Response.Headers["Deprecation"] = "@1";
            context.Response.Headers["Sunset"] = "Mon, 01 Jan 2024 00:00:00 GMT";
            context.Response.Headers.Link = "</next>; rel=\"next\"";
            await context.Response.Body.FlushAsync();
        };

        var answer = await RawConnection.GetAsync(_edge.HttpPort, "/deprecated/1/pets");

        Assert.Equal(["@1"], answer.Values("Deprecation"));
        Assert.Equal(["Mon, 01 Jan 2024 00:00:00 GMT"], answer.Values("Sunset"));
        Assert.Equal(3, answer.Values("Link").Length);
    }

    [Fact]
    public async Task An_API_in_service_says_nothing_of_an_end()
    {
        var answer = await RawConnection.GetAsync(_edge.HttpPort, "/published/1/pets");

        Assert.Empty(answer.Values("Deprecation").Concat(answer.Values("Sunset")).Concat(answer.Values("Link")));
    }

    /// <summary>One edge with an API in every state.</summary>
    public sealed class LifecycleEdge : IAsyncLifetime
    {
        public ScriptedBackend Backend { get; private set; } = null!;

        public TestEdge Edge { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Backend = await ScriptedBackend.StartAsync();
            Edge = await TestEdge.StartAsync(
                Toml.Endpoint("a", Backend.Url, Toml.NeverSuspended) + Toml.Endpoint("p", Backend.Url, "type = \"prototype\"", Toml.NeverSuspended)
                + Toml.Group("trials", ["p"])
                + Toml.Api("created", "a", "lifecycle = \"CREATED\"") + Toml.Api("created-proto", "p", "lifecycle = \"CREATED\"")
                + Toml.Resource("/pets", "GET")
                + Toml.Api("created-group", "trials", "lifecycle = \"CREATED\"")
                + Toml.Api("created-half", "a", "sandbox_endpoint = \"p\"", "lifecycle = \"CREATED\"")
                + Toml.Api("created-mock", "a", "lifecycle = \"CREATED\"") + Toml.Resource("/pets", "GET")
                + Toml.Resource("/mock", "GET").TrimEnd() + "\nmock = { inline = \"mc.setProperty('HTTP_SC', '203');\" }\n\n"
                + Toml.Api("prototyped", "a", "lifecycle = \"PROTOTYPED\"") + Toml.Api("prototyped-proto", "p", "lifecycle = \"PROTOTYPED\"")
                + Toml.Api("published", "a") + Toml.Api("blocked", "a", "lifecycle = \"BLOCKED\"", "default_version = true") + Toml.Resource("/pets", "GET")
                + Toml.Api("deprecated", "a", "lifecycle = \"DEPRECATED\"",
                    "deprecated = { since = 2023-06-30T23:59:59Z, sunset = 2024-06-30T23:59:59Z, link = \"https://a.example/why\", successor = \"/pets/2\" }")
                + Toml.Resource("/pets", "GET")
                + Toml.Api("unsaid", "a", "lifecycle = \"DEPRECATED\"")
                + Toml.Api("retired", "a", "lifecycle = \"RETIRED\"", "default_version = true")
                + Toml.Api("blocked-tls", "a", "lifecycle = \"BLOCKED\"", "transports = [\"https\"]")
                + Toml.Api("blocked-secured", "a", "lifecycle = \"BLOCKED\"", "security = \"required\""),
                "trusted_proxies = [\"127.0.0.1/32\"]");
        }

        public async Task DisposeAsync()
        {
            await Edge.DisposeAsync();
            await Backend.DisposeAsync();
        }
    }
}
