using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

public class VariableTests
{
    [Theory]
    [InlineData("/{val}", "/plainseg", "val", "plainseg")]
    [InlineData("/{val}", "/S2222-0496%2815%2927436-0", "val", "S2222-0496(15)27436-0")]
    [InlineData("/{+val}", "/AAA:BBB", "val", "AAA:BBB")]
    [InlineData("/{+val}", "/course1,CE001,sem1", "val", "course1,CE001,sem1")]
    [InlineData("/{+val}", "/a/b%2Fc/", "val", "a/b/c")]
    [InlineData("/{+val}", "/a+b", "val", "a+b")]
    [InlineData("/{val}", "/caf%c3%A9%20%F0%9D%84%9E", "val", "caf\u00e9 \U0001D11E")]
    [InlineData("/{val}", "/%zz%4", "val", "%zz%4")]
    [InlineData("/{val}", "/%FF", "val", "\uFFFD")]
    [InlineData("/{val}", "/%2525", "val", "%25")]
    [InlineData("/~{user}", "/%7efoo", "user", "foo")]
    [InlineData("/{a}-{b}", "/x-y-z", "a", "x")]
    [InlineData("/{a}-{b}", "/x-y-z", "b", "y-z")]
    [InlineData("/{a,b}", "/1,2", "b", "2")]
    [InlineData("/{+path}/meta", "/a/meta/meta", "path", "a/meta")]
    [InlineData("/{id}/*", "/7/x", "id", "7")]
    [InlineData("/qenc?queryParam={+value}", "/qenc?queryParam=APIM:WSO2", "value", "APIM:WSO2")]
    [InlineData("/qenc?queryParam={value}", "/qenc?z=1&queryParam=a%20b%2Bc&queryParam=d", "value", "a b+c")]
    [InlineData("/pets{?limit,page}", "/pets?page=7", "page", "7")]
    [InlineData("/pets{?limit,page}", "/pets?page=7", "limit", null)]
    public void A_template_sets_its_variables_decoded(string resource, string postfix, string name, string? value) =>
        Assert.Equal(value, Apis.Table(Apis.Api("/api", $"GET {resource}")).Variables("GET", "/api/1.0.0" + postfix)["uri.var." + name]);

    [Theory]
    [InlineData("?a=1&b=2", "a", "1")]
    [InlineData("?a=1&a=2", "a", "2")]
    [InlineData("?a", "a", "")]
    [InlineData("?a=", "a", "")]
    [InlineData("?a=x=y", "a", "x=y")]
    [InlineData("?a=x%26y+z%2b", "a", "x&y z+")]
    [InlineData("?%61%20b=1", "a b", "1")]
    [InlineData("?&&=5&a=%", "a", "%")]
    [InlineData("?b=1", "a", null)]
    [InlineData("", "a", null)]
    public void Every_query_parameter_is_set_decoded(string query, string name, string? value) =>
        Assert.Equal(value, Apis.Table(Apis.Api("/api")).Variables("GET", "/api/1.0.0" + query)["query.param." + name]);

    [Fact]
    public void What_is_set_on_the_way_counts_before_path_and_query()
    {
        var variables = new RequestVariables { ["uri.var.a"] = "path", ["query.param.b"] = "query" };
        variables.Take(new RequestVariables { ["uri.var.a"] = "set", ["uri.var.c"] = "new" });

        Assert.Equal(("set", "query", "new"), (variables["uri.var.a"], variables["query.param.b"], variables["uri.var.c"]));
    }
}
