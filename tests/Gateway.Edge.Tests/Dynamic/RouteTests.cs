using System.Text.Json;
using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Dynamic;

/// <summary>Rules choose the endpoint; what is chosen keeps its own turns, and the message comes whole.</summary>
public sealed class RouteTests : IAsyncLifetime
{
    private DynamicEdge _edge = null!;

    public async Task InitializeAsync() => _edge = await DynamicEdge.StartAsync(
        _ => """
            type = "dynamic"
            default = "a"
            namespaces = { o = "urn:orders" }
            body_limit = "4KiB"
            [[endpoint.route]]
            when = { header = { "X-Tenant" = "gold" } }
            to = "b"
            [[endpoint.route]]
            when = { json = { "$.order.kind" = "bulk" } }
            to = "c"
            [[endpoint.route]]
            when = { xpath = { "//o:kind" = "bulk" } }
            to = "b"
            [[endpoint.route]]
            when = { soap_action = "urn:bulk" }
            to = "c"
            [[endpoint.route]]
            when = { path = "/turns/*" }
            to = "all"
            """,
        _ => Toml.Group("all", ["a", "b", "c"], "lookahead = 0"));

    [Fact]
    public async Task A_header_chooses()
    {
        Assert.Equal("b", await _edge.ChosenAsync("/orders/1/x", headers: ("X-Tenant", "gold")));
        Assert.Equal("a", await _edge.ChosenAsync("/orders/1/x", headers: ("X-Tenant", "silver")));
    }

    [Fact]
    public async Task A_JSON_path_chooses_and_the_body_comes_whole()
    {
        var body = $$$"""{"order":{"kind":"bulk","note":"{{{new string('x', 3000)}}}"}}""";

        Assert.Equal("c", await _edge.ChosenAsync("/orders/1/x?y=1", body));
        Assert.Equal("a", await _edge.ChosenAsync("/orders/1/x", """{"order":{"kind":"retail"}}"""));

        var request = Assert.Single(_edge.C.Requests);
        Assert.Equal("/x?y=1", request.Target);
        Assert.Equal(body, System.Text.Encoding.UTF8.GetString(request.Body.Span));
        Assert.Equal($"{body.Length}", request.Headers["Content-Length"]);
    }

    [Fact]
    public async Task A_chunked_body_comes_whole_too()
    {
        var answer = await RawConnection.AskAsync(
            _edge.Edge.HttpPort,
            "POST /orders/1/x HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "c\r\n{\"order\":{\"k\r\nd\r\nind\":\"bulk\"}}\r\n0\r\n\r\n");

        Assert.Equal(200, answer.Status);
        Assert.Equal("{\"order\":{\"kind\":\"bulk\"}}", System.Text.Encoding.UTF8.GetString(Assert.Single(_edge.C.Requests).Body.Span));
    }

    [Fact]
    public async Task An_XPath_chooses() => Assert.Equal(
        "b", await _edge.ChosenAsync("/orders/1/x", "<o:order xmlns:o='urn:orders'><o:kind>bulk</o:kind></o:order>", "text/xml"));

    [Fact]
    public async Task A_SOAP_action_chooses()
    {
        Assert.Equal("c", await _edge.ChosenAsync("/orders/1/x", "<a/>", "text/xml", ("SOAPAction", "\"urn:bulk\"")));
        Assert.Equal("c", await _edge.ChosenAsync("/orders/1/x", "<a/>", "application/soap+xml; action=\"urn:bulk\""));
    }

    [Fact]
    public async Task A_body_that_is_larger_than_may_be_read_is_refused_and_nothing_is_sent()
    {
        var (status, backend, body) = await _edge.AskAsync("/orders/1/x", $"\"{new string('x', 5000)}\"");

        Assert.Equal((413, ""), (status, backend));
        Assert.Equal("413", JsonDocument.Parse(body).RootElement.GetProperty("code").GetString());
        Assert.Equal(0, _edge.A.Count + _edge.B.Count + _edge.C.Count);
    }

    [Fact]
    public async Task A_chunked_body_that_grows_too_large_is_refused_and_the_connection_closed()
    {
        var answer = await RawConnection.AskAsync(
            _edge.Edge.HttpPort,
            "POST /orders/1/x HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + $"1400\r\n{new string('x', 0x1400)}\r\n");

        Assert.Equal(413, answer.Status);
        Assert.Equal("close", Assert.Single(answer.Values("Connection")));
    }

    [Fact]
    public async Task What_no_rule_looks_into_may_be_as_large_as_it_likes() =>
        Assert.Equal("a", await _edge.ChosenAsync("/orders/1/x", new string('x', 100_000), "image/png"));

    [Fact]
    public async Task A_malformed_body_is_the_backends_to_refuse() =>
        Assert.Equal("a", await _edge.ChosenAsync("/orders/1/x", "{\"order\":", "application/json"));

    [Fact]
    public async Task A_group_behind_a_rule_keeps_its_round_robin()
    {
        await _edge.Edge.WaitForClusterAsync();
        await _edge.Edge.WaitForGroupsAsync();
        var chosen = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            chosen.Add(await _edge.ChosenAsync("/orders/1/turns/x", """{"order":{"kind":"retail"}}"""));
        }

        Assert.Equal(chosen[..3], chosen[3..]);
        Assert.Equal(["a", "b", "c"], chosen[..3].Order());
    }

    [Fact]
    public async Task A_body_that_was_read_goes_on_to_the_next_member_when_one_refuses()
    {
        const string Body = """{"order":{"kind":"retail"}}""";
        await _edge.A.RefuseAsync();
        await _edge.B.RefuseAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("c", await _edge.ChosenAsync("/orders/1/turns/x", Body));
        }

        Assert.All(_edge.C.Requests, request => Assert.Equal(Body, System.Text.Encoding.UTF8.GetString(request.Body.Span)));
        Assert.Equal(3, _edge.C.Count);
    }

    public async Task DisposeAsync() => await _edge.DisposeAsync();
}
