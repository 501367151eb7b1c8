using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

public class ResourceChoiceTests
{
    private const string Base = "/api/1.0.0";

    [Theory]
    [InlineData("/foo/bar", "/foo/bar", true)]
    [InlineData("/foo/bar", "/foo/bar/", true)]
    [InlineData("/foo/bar", "/foo/bar//", true)]
    [InlineData("/foo/bar", "/foo/bar?a=5&name=test", true)]
    [InlineData("/foo/bar/", "/foo/bar", true)]
    [InlineData("/foo/bar", "/foo", false)]
    [InlineData("/foo/bar", "/foo/bar/index.html", false)]
    [InlineData("/foo/bar", "/foo/Bar", false)]
    [InlineData("/foo/bar", "/foo%2Fbar", false)]
    [InlineData("/foo%2fbar", "/foo%2Fbar", true)]
    [InlineData("/foo-bar", "/foo%2dbar", true)]
    [InlineData("/", "", true)]
    [InlineData("/", "/", true)]
    [InlineData("/", "/x", false)]
    [InlineData("/foo/bar/*", "/foo/bar", true)]
    [InlineData("/foo/bar/*", "/foo/bar/", true)]
    [InlineData("/foo/bar/*", "/foo/bar/index.jsp", true)]
    [InlineData("/foo/bar/*", "/foo/bar/baz?a=b", true)]
    [InlineData("/foo/bar/*", "/foo/bars?a=b", false)]
    [InlineData("/foo/bar/*", "/foo/", false)]
    [InlineData("*.jsp", "/foo/bar/index.jsp", true)]
    [InlineData("*.jsp", "/index.jsp?a=5&b=10", true)]
    [InlineData("*.jsp", "/foo/index.html", false)]
    [InlineData("/*.jsp", "/welcome.jsp", true)]
    [InlineData("/*", "", true)]
    [InlineData("/*", "/a/b/c", true)]
    [InlineData("/~{user}", "/~foo", true)]
    [InlineData("/~{user}", "/%7efoo", true)]
    [InlineData("/~{user}", "/foo", false)]
    [InlineData("/~{user}", "/~foo/bar", false)]
    [InlineData("/dictionary/{char}/{word}", "/dictionary/c/cat", true)]
    [InlineData("/dictionary/{char}/{word}", "/dictionary/d/dog/", true)]
    [InlineData("/dictionary/{char}/{word}/", "/dictionary/d/dog", true)]
    [InlineData("/dictionary/{char}/{word}", "/dictionary/c", false)]
    [InlineData("/dictionary/{char}/{word}", "/dictionary/c/cat?a=5", true)]
    [InlineData("/dictionary/{char}/{word}", "/dictionary/c/cat/test", false)]
    [InlineData("/{val}", "/AAA:BBB", false)]
    [InlineData("/{val}", "/AAA%3ABBB", true)]
    [InlineData("/{val}", "/", false)]
    [InlineData("/{+val}", "/AAA:BBB", true)]
    [InlineData("/{+val}", "/a/b/c", true)]
    [InlineData("/{+val}", "/", false)]
    [InlineData("/{+val}", "/course1,CE001,sem1", true)]
    [InlineData("/{a,b}", "/1,2", true)]
    [InlineData("/files/{name}.{ext}", "/files/a.tar.gz", true)]
    [InlineData("/files/{name}.{ext}", "/files/a", false)]
    [InlineData("/{+path}/meta", "/a/b/meta", true)]
    [InlineData("/{+path}/meta", "/meta", false)]
    [InlineData("/{id}/*", "/7", true)]
    [InlineData("/{id}/*", "/7/x/y", true)]
    [InlineData("/{id}/*", "/7:8/x", false)]
    [InlineData("/a*c", "/abbc", true)]
    [InlineData("/a*c", "/ac", true)]
    [InlineData("/a/*/c", "/a/b/b/c", true)]
    [InlineData("/qenc?queryParam={+value}", "/qenc?queryParam=APIM:WSO2", true)]
    [InlineData("/qenc?queryParam={value}", "/qenc?queryParam=APIM:WSO2", false)]
    [InlineData("/qenc?queryParam={value}", "/qenc?x=1&queryParam=APIM", true)]
    [InlineData("/qenc?queryParam={value}", "/qenc", false)]
    [InlineData("/qenc?queryParam={value}", "/qenc?queryParam=", false)]
    [InlineData("/q/?a=1", "/q?b=2&a=1", true)]
    [InlineData("/q?a=1", "/q?a=2", false)]
    [InlineData("/q?a", "/q?a", true)]
    [InlineData("/q?a", "/q?b", false)]
    [InlineData("/pets{?limit,page}", "/pets", true)]
    [InlineData("/pets{?limit,page}", "/pets?page=7", true)]
    public void A_resource_takes_these_paths_and_no_others(string resource, string postfix, bool takes)
    {
        var table = Apis.Table(Apis.Api("/api", $"GET {resource}"));

        Assert.Equal(takes ? RouteOutcome.Found : RouteOutcome.NoResource, table.Ask("GET", Base + postfix).Outcome);
        Assert.Equal(takes ? RouteOutcome.MethodNotAllowed : RouteOutcome.NoResource, table.Ask("POST", Base + postfix).Outcome);
    }

    [Theory]
    [InlineData("/foo", "/foo")]
    [InlineData("/foo/", "/foo")]
    [InlineData("/foo/index.html", "/foo/*")]
    [InlineData("/foo/bars", "/foo/*")]
    [InlineData("/foo/index.jsp", "/foo/*")]
    [InlineData("/foo/bar", "/foo/bar/*")]
    [InlineData("/foo/bar/index.jsp", "/foo/bar/*")]
    [InlineData("/index.jsp", "/*.jsp")]
    [InlineData("/foolish/bars/index.jsp", "/*.jsp")]
    [InlineData("/first", "/{a}")]
    [InlineData("/first:second", "/{+b}")]
    [InlineData("/x/y", "/{+b}")]
    [InlineData("", "/*")]
    public void Exact_then_longest_prefix_then_extension_then_templates_as_written_then_the_rest(string postfix, string resource)
    {
        var table = Apis.Table(Apis.Api(
            "/api", "GET /*", "GET /{a}", "GET /{+b}", "GET /{c}", "GET /*.jsp", "GET /foo/*", "GET /foo/bar/*", "GET /foo"));

        Assert.Equal(resource, table.Ask("GET", Base + postfix).Resource!.Definition.Path);
    }

    [Fact]
    public void Only_resources_with_the_method_are_considered()
    {
        var table = Apis.Table(Apis.Api("/api", "GET /pets", "POST /{x}", "PUT /pets", "DELETE /*"));

        Assert.Equal(0, table.Ask("GET", Base + "/pets").Resource!.Index);
        Assert.Equal(1, table.Ask("POST", Base + "/pets").Resource!.Index);
        Assert.Equal(2, table.Ask("PUT", Base + "/pets").Resource!.Index);
        Assert.Equal(3, table.Ask("DELETE", Base + "/pets").Resource!.Index);
    }

    [Theory]
    [InlineData("PATCH", "/pets", "DELETE, GET, HEAD, POST")]
    [InlineData("OPTIONS", "/pets", "DELETE, GET, HEAD, POST")]
    [InlineData("BREW", "/pets", "DELETE, GET, HEAD, POST")]
    [InlineData("get", "/pets", "DELETE, GET, HEAD, POST")]
    [InlineData("GET", "/other", "DELETE, POST")]
    [InlineData("GET", "/a/b", "DELETE")]
    public void A_path_without_the_method_names_the_methods_it_has(string method, string postfix, string allow)
    {
        var match = Apis.Table(Apis.Api("/api", "GET /pets", "POST,DELETE /{x}", "DELETE /*")).Ask(method, Base + postfix);

        Assert.Equal(RouteOutcome.MethodNotAllowed, match.Outcome);
        Assert.Equal(allow, match.Allow);
        Assert.Equal("/api 1.0.0", match.Api!.Definition.Name);
        Assert.Null(match.Resource);
    }

    [Fact]
    public void An_api_of_very_many_methods_still_names_them()
    {
        var methods = Enumerable.Range(10, 40).Select(i => $"M{i}").ToArray();
        var table = Apis.Table(Apis.Api("/api", [.. methods.Select((m, i) => $"{m} /{{x{i}}}")]));

        Assert.Equal(string.Join(", ", methods), table.Ask("GET", Base + "/a").Allow);
    }

    [Fact]
    public void A_head_that_nobody_lists_goes_to_the_resource_that_answers_get()
    {
        var table = Apis.Table(Apis.Api("/api", "POST /a", "GET /a", "GET /b", "HEAD /{x}", "PUT /c/d"));

        Assert.Equal("/{x}", table.Ask("HEAD", Base + "/b").Resource!.Definition.Path);
        Assert.Equal(RouteOutcome.Found, Apis.Table(Apis.Api("/api", "POST /a", "GET /a")).Ask("HEAD", Base + "/a").Outcome);
        Assert.Equal(1, Apis.Table(Apis.Api("/api", "POST /a", "GET /a")).Ask("HEAD", Base + "/a").Resource!.Index);
        Assert.Equal(RouteOutcome.MethodNotAllowed, table.Ask("HEAD", Base + "/c/d").Outcome);
        Assert.Equal("PUT", table.Ask("HEAD", Base + "/c/d").Allow);
    }

    [Fact]
    public void Options_is_answered_where_it_is_listed() =>
        Assert.Equal(RouteOutcome.Found, Apis.Table(Apis.Api("/api", "OPTIONS /a")).Ask("OPTIONS", Base + "/a").Outcome);

    [Theory]
    [InlineData("GET", "")]
    [InlineData("BREW", "/any/thing?x")]
    [InlineData("HEAD", "/")]
    public void An_api_without_resources_takes_everything(string method, string postfix)
    {
        var match = Apis.Table(Apis.Api("/api")).Ask(method, Base + postfix);

        Assert.Equal(RouteOutcome.Found, match.Outcome);
        Assert.Equal("/*", match.Resource!.Definition.Path);
        Assert.Empty(match.Resource.Definition.Methods);
    }

    [Theory]
    [InlineData("/a{x", 3, "'{' without '}'")]
    [InlineData("/a}x", 3, "'}' without '{'")]
    [InlineData("/{}", 3, "a variable has no name")]
    [InlineData("/{a,}", 5, "a variable has no name")]
    [InlineData("/{+}", 4, "a variable has no name")]
    [InlineData("/{#ref}", 3, "a path cannot hold '#': no request does")]
    [InlineData("/{x*}", 4, "'*' cannot stand here: a resource's path takes {name}, {+name} and {?name,name}")]
    [InlineData("/{x:3}", 4, "':' cannot stand here: a resource's path takes {name}, {+name} and {?name,name}")]
    [InlineData("/{x}/{x}", 7, "the variable 'x' is named twice")]
    [InlineData("/a?{x}=1", 4, "in a query only the value of NAME=VALUE can vary")]
    [InlineData("/a?{x}", 4, "in a query only the value of NAME=VALUE can vary")]
    [InlineData("pets", 1, "a path must begin with '/'")]
    [InlineData("", 1, "a path must begin with '/'")]
    public void A_path_that_cannot_be_read_is_refused_with_its_column(string path, int column, string error)
    {
        Assert.False(ResourcePattern.TryParse(path, out var pattern, out var actual, out var at));
        Assert.Null(pattern);
        Assert.Equal((error, column), (actual, at));
    }
}
