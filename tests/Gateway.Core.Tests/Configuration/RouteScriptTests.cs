using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Tests.Configuration;

public sealed class RouteScriptTests
{
    [Theory]
    [InlineData("function route(ctx) {\n  return ctx.method === 'GET' ? ;\n}", "route.js:2:33: error: the script of [[endpoint]] 'x' cannot be read: Unexpected token ';'")]
    [InlineData("function choose(ctx) { return null; }", "route.js:1:1: error: the script of [[endpoint]] 'x' has no function named route")]
    [InlineData("", "route.js:1:1: error: the script of [[endpoint]] 'x' has no function named route")]
    [InlineData("if (true) { function route() {} }", "route.js:1:1: error: the script of [[endpoint]] 'x' has no function named route")]
    public void A_script_that_cannot_choose_is_refused_with_its_place(string script, string problem)
    {
        var read = Read(script);

        Assert.Null(read.Value);
        Assert.Equal(problem, Assert.Single(read.Problems).ToString().Split('\n')[0]);
    }

    [Theory]
    [InlineData("function route(ctx) { return null; }")]
    [InlineData("const route = ctx => null;")]
    [InlineData("var other = 1, route = function (ctx) { return null; };")]
    [InlineData("route = ctx => null")]
    public void The_function_may_be_written_in_any_way(string script) => Assert.NotNull(Of(script));

    [Fact]
    public void A_script_can_choose_the_endpoints_whose_names_stand_in_it()
    {
        var endpoint = Of("function route(ctx) { const t = { eu: 'a', us: `b` }; return t[ctx.headers['c']] ?? 'not an endpoint'; }");

        Assert.Equal(["a", "b", "c"], endpoint.Script!.Texts.ToArray());
        Assert.Equal(["a", "b"], endpoint.Targets(name => name is "a" or "b"));
    }

    [Theory]
    [InlineData("function route(ctx) { return ctx.json().kind; }", true)]
    [InlineData("function route(ctx) { return ctx['text'](); }", true)]
    [InlineData("function route({ json }) { return json(); }", true)]
    [InlineData("function route(ctx) { return ctx.headers['x-context']; }", false)]
    public void The_body_is_read_only_for_a_script_that_names_it(string script, bool reads) => Assert.Equal(reads, Of(script).Script!.ReadsBody);

    [Fact]
    public void A_script_that_chooses_its_own_endpoint_is_a_circle()
    {
        var read = Read("function route(ctx) { return 'x'; }");

        Assert.Contains("dynamic endpoints lead to each other in a circle: x -> x", Assert.Single(read.Problems).Message, StringComparison.Ordinal);
    }

    private static DynamicEndpoint Of(string script) => (DynamicEndpoint)Read(script).Value!.Endpoints["x"];

    private static ReadResult<Catalog> Read(string script) => CatalogReader.Read("revision 7", $"""
        [[endpoint]]
        name = "x"
        type = "dynamic"
        script = "route.js"
        [[file]]
        path = "route.js"
        text = {CanonicalToml.Quoted(script)}
        """);
}
