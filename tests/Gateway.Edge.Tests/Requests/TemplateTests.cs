using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Requests;

/// <summary>
/// WSO2's URI templates through the whole edge. The pairs are those that WSO2's own tests have (<c>rest_invocation.feature</c> of API
/// Manager), and the rules of its HTTP endpoint.
/// </summary>
public sealed class TemplateTests : IAsyncLifetime
{
    private static readonly (string Name, string Url, string Keys, string Resource)[] Cases =
    [
        ("seg", "/echo/sub{uri.var.val}", "append_path = true", "/{val}"),
        ("enc", "/sub{uri.var.val}", "", "/{+val}"),
        ("res", "/sub{+uri.var.val}", "", "/{+val}"),
        ("qenc", "/q?v={uri.var.value}", "", "/qenc?queryParam={+value}"),
        ("qres", "/q?v={+uri.var.value}", "", "/qenc?queryParam={+value}"),
        ("list", "/{+uri.var.val}", "", "/{+val}"),
        ("param", "/s{?query.param.q}", "append_path = false", "/*"),
        ("both", "/s?q={query.param.q}", "", "/*"),
        ("legacy", "/{uri.var.val}", "", "/{+val}"),
        ("post", "/fixed", "method = \"post\"", "/*"),
        ("get", "/fixed", "method = \"GET\"", "/*"),
        ("rest", "/fixed", "method = \"put\"\nappend_path = true", "/*"),
    ];

    private ScriptedBackend _backend = null!;
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync();
        _edge = await TestEdge.StartAsync(string.Concat(Cases.Select(c =>
            Toml.Endpoint(c.Name, (c.Name == "legacy" ? "legacy-encoding:" : "") + _backend.Url + c.Url, c.Keys, Toml.NeverSuspended)
            + Toml.Api(c.Name, c.Name) + Toml.Resource(c.Resource, "GET", "POST", "HEAD", "DELETE"))));
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task A_template_is_expanded_as_WSO2_expands_it()
    {
        (string Api, string Target, string Expected)[] pairs =
        [
            ("seg", "/plainseg", "/echo/subplainseg/plainseg"),
            ("seg", "/S2222-0496%2815%2927436-0", "/echo/subS2222-0496%2815%2927436-0/S2222-0496%2815%2927436-0"),
            ("enc", "/AAA:BBB", "/subAAA%3ABBB"),
            ("res", "/AAA:BBB", "/subAAA:BBB"),
            ("qenc", "/qenc?queryParam=APIM:WSO2", "/q?v=APIM%3AWSO2"),
            ("qres", "/qenc?queryParam=APIM:WSO2", "/q?v=APIM:WSO2"),
            ("list", "/course1,CE001,sem1", "/course1,CE001,sem1"),
            ("param", "/x?q=a%20b&r=1", "/s?query.param.q=a%20b"),
            ("both", "/x?q=a%2Fb", "/s/x?q=a%2Fb&q=a%2Fb"),
            ("legacy", "/a+b%2520c", "/a%20b%20c"),
            ("post", "/x/y?q=1", "/fixed"),
            ("get", "/x/y?q=1", "/fixed"),
            ("rest", "/x/y?q=1", "/fixed/x/y?q=1"),
        ];
        foreach (var (api, target, expected) in pairs)
        {
            var answer = await RawConnection.GetAsync(_edge.HttpPort, $"/{api}/1{target}");
            Assert.Equal((200, $"{api}: {expected}"), (answer.Status, $"{api}: {_backend.Requests[^1].Target}"));
        }
    }

    [Theory]
    [InlineData("post", "GET", "", "POST", "")]
    [InlineData("post", "POST", "hello", "POST", "hello")]
    [InlineData("get", "POST", "hello", "GET", "")]
    [InlineData("get", "DELETE", "", "GET", "")]
    [InlineData("rest", "POST", "hello", "PUT", "hello")]
    public async Task An_endpoint_with_a_verb_of_its_own_is_called_with_that(string api, string method, string body, string sent, string with)
    {
        var answer = await RawConnection.AskAsync(
            _edge.HttpPort,
            $"{method} /{api}/1/x HTTP/1.1\r\nHost: gateway\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");

        Assert.Equal(200, answer.Status);
        var request = Assert.Single(_backend.Requests);
        Assert.Equal((sent, with), (request.Method, System.Text.Encoding.UTF8.GetString(request.Body.Span)));
    }

    [Theory]
    [InlineData("text/xml; charset=utf-8", "SOAPAction: \"urn:x\"\r\n", "/s")]
    [InlineData("application/soap+xml; action=\"urn:x\"", "", "/s")]
    [InlineData("multipart/related; boundary=b; type=\"application/xop+xml\"; start-info=\"text/xml\"", "", "/s")]
    [InlineData("text/xml; charset=utf-8", "", "/s/x?q=1&q=1")]
    [InlineData("application/xml", "SOAPAction: \"urn:x\"\r\n", "/s/x?q=1&q=1")]
    [InlineData("application/json", "", "/s/x?q=1&q=1")]
    public async Task A_SOAP_call_goes_to_the_address_itself_and_anything_else_behind_it(string type, string action, string expected)
    {
        await RawConnection.AskAsync(
            _edge.HttpPort,
            $"POST /both/1/x?q=1 HTTP/1.1\r\nHost: gateway\r\nContent-Type: {type}\r\n{action}Content-Length: 4\r\nConnection: close\r\n\r\n<a/>");

        Assert.Equal(expected == "/s" ? "/s?q=1" : expected, Assert.Single(_backend.Requests).Target);
    }
}
