using System.Text.Json;

namespace Gateway.Edge.Tests.Dynamic;

/// <summary>A script chooses: an endpoint that it names, an allowed address, or the default.</summary>
public sealed class ScriptRouteTests : IAsyncLifetime
{
    private const string Script = """
        function route(ctx) {
          switch (ctx.headers['x-case']) {
            case 'header': return 'b';
            case 'path': return ctx.path === '/items/42' && ctx.method === 'POST' ? 'b' : 'a';
            case 'query': return ctx.query.to === 'x y' ? 'b' : 'a';
            case 'variable': return ctx.variables.id === '42' ? 'b' : 'a';
            case 'json': return ctx.json().order.kind === 'bulk' ? 'c' : 'a';
            case 'text': return ctx.text() === 'héllo' ? 'c' : 'a';
            case 'nothing': return null;
            case 'unset': return;
            case 'address': return 'http://127.0.0.3:' + ctx.query.port + '/s';
            case 'forbidden': return 'http://127.0.0.1:' + ctx.query.port;
            case 'other': return ctx.query.name;
            case 'number': return 7;
            case 'throws': throw new Error('no');
            case 'endless': for (;;) { }
            case 'prototype': return ctx.headers['__proto__'] === 'b' && ctx.headers.polluted === undefined ? 'b' : 'a';
          }
        }
        """;

    private DynamicEdge _edge = null!;

    public async Task InitializeAsync() => _edge = await DynamicEdge.StartAsync(
        edge => $"type = \"dynamic\"\ndefault = \"a\"\nscript = \"route.js\"\nallowed_hosts = [\"127.0.0.3:{edge.C.Port}\"]",
        more: _ => "[[endpoint]]\nname = \"secret\"\nurl = \"http://127.0.0.1:1\"\n",
        script: Script,
        resource: "[[api.resource]]\npath = \"/items/{id}\"\nmethods = [\"GET\", \"POST\"]\n");

    [Theory]
    [InlineData("header", "b")]
    [InlineData("path", "b")]
    [InlineData("query", "b")]
    [InlineData("variable", "b")]
    [InlineData("json", "c")]
    [InlineData("nothing", "a")]
    [InlineData("unset", "a")]
    [InlineData("address", "c")]
    [InlineData("prototype", "b")]
    [InlineData("none of them", "a")]
    public async Task A_script_sees_the_request_and_chooses(string @case, string backend)
    {
        const string Body = """{"order":{"kind":"bulk"}}""";

        Assert.Equal(backend, await _edge.ChosenAsync(
            $"/orders/1/items/4%32?to=x+y&port={_edge.C.Port}", Body, "application/json", ("X-Case", @case), ("__proto__", "b")));
    }

    [Fact]
    public async Task A_script_reads_texts() =>
        Assert.Equal("c", await _edge.ChosenAsync("/orders/1/items/42", "héllo", "text/plain", ("X-Case", "text")));

    [Fact]
    public async Task An_address_that_a_script_makes_must_be_allowed()
    {
        var (status, _, body) = await _edge.AskAsync($"/orders/1/items/42?port={_edge.A.Port}", headers: ("X-Case", "forbidden"));

        Assert.Equal((403, "403"), (status, Code(body)));
        Assert.Equal(0, _edge.A.Count);
    }

    [Theory]
    [InlineData("other", "/orders/1/items/42?name=secret")]
    [InlineData("number", "/orders/1/items/42")]
    [InlineData("throws", "/orders/1/items/42")]
    [InlineData("endless", "/orders/1/items/42")]
    public async Task A_script_that_fails_or_names_what_does_not_stand_in_it_answers_500_and_harms_nobody(string @case, string target)
    {
        var (status, backend, body) = await _edge.AskAsync(target, headers: ("X-Case", @case));

        Assert.Equal((500, "", "500"), (status, backend, Code(body)));
        Assert.Equal("b", await _edge.ChosenAsync("/orders/1/items/42", headers: ("X-Case", "header")));
    }

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    private static string Code(string body) => JsonDocument.Parse(body).RootElement.GetProperty("code").GetString()!;
}
