using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

public class BackendAddressTests
{
    [Theory]
    [InlineData("http://h/v1", "/pets", "", "http://h/v1/pets")]
    [InlineData("http://h/v1/", "/pets", "", "http://h/v1/pets")]
    [InlineData("http://h/v1", "", "", "http://h/v1")]
    [InlineData("http://h/v1/", "", "", "http://h/v1/")]
    [InlineData("http://h/v1/", "", "?a=1", "http://h/v1?a=1")]
    [InlineData("http://h/v1", "", "?a=1", "http://h/v1?a=1")]
    [InlineData("http://h/v1/", "/", "?a=1", "http://h/v1/?a=1")]
    [InlineData("http://h/v1", "/", "", "http://h/v1/")]
    [InlineData("http://h", "/pets", "?a=1", "http://h/pets?a=1")]
    [InlineData("http://h/", "/pets", "", "http://h/pets")]
    [InlineData("http://h", "", "", "http://h")]
    [InlineData("http://h/v1?k=1", "/pets", "", "http://h/v1/pets?k=1")]
    [InlineData("http://h/v1?k=1", "/pets", "?a=1", "http://h/v1/pets?k=1&a=1")]
    [InlineData("http://h/v1/?k=1", "", "?a=1", "http://h/v1?k=1&a=1")]
    [InlineData("http://h/v1?", "/pets", "?a=1", "http://h/v1/pets?a=1")]
    [InlineData("http://h/v1?k", "/pets", "?", "http://h/v1/pets?k")]
    [InlineData("http://h/v1", "/a%2fb/%7E;x=1//c", "?q=%20+&&=", "http://h/v1/a%2fb/%7E;x=1//c?q=%20+&&=")]
    [InlineData("http://h/v1", "/p", "?", "http://h/v1/p?")]
    [InlineData("http://h/v1", "/p", "??x", "http://h/v1/p??x")]
    [InlineData("https://[::1]:8443/v1", "/pets", "", "https://[::1]:8443/v1/pets")]
    public void Path_and_query_go_behind_the_address_byte_for_byte(string url, string path, string query, string expected)
    {
        var address = Compile(url);

        Assert.Equal(expected, address.Compose(path, query, null, appendPath: true));
        Assert.False(address.UsesVariables);
        Assert.True(address.HasFixedAuthority);
    }

    [Fact]
    public void Without_append_path_the_address_stands_alone() =>
        Assert.Equal("http://h/v1?k=1", Compile("http://h/v1?k=1").Compose("/pets", "?a=1", null, appendPath: false));

    [Theory]
    [InlineData("/{val}", "http://h/echo/sub{uri.var.val}", "/plainseg", true, "http://h/echo/subplainseg/plainseg")]
    [InlineData("/{val}", "http://h/echo/sub{uri.var.val}", "/S2222-0496%2815%2927436-0", true,
        "http://h/echo/subS2222-0496%2815%2927436-0/S2222-0496%2815%2927436-0")]
    [InlineData("/{+val}", "http://h/sub{uri.var.val}", "/AAA:BBB", false, "http://h/subAAA%3ABBB")]
    [InlineData("/{+val}", "http://h/sub{+uri.var.val}", "/AAA:BBB", false, "http://h/subAAA:BBB")]
    [InlineData("/qenc?queryParam={+value}", "http://h/q?v={uri.var.value}", "/qenc?queryParam=APIM:WSO2", false, "http://h/q?v=APIM%3AWSO2")]
    [InlineData("/qenc?queryParam={+value}", "http://h/q?v={+uri.var.value}", "/qenc?queryParam=APIM:WSO2", false, "http://h/q?v=APIM:WSO2")]
    [InlineData("/{+val}", "http://h/{+uri.var.val}", "/course1,CE001,sem1", false, "http://h/course1,CE001,sem1")]
    [InlineData("/c?p={+val}", "http://h/c?p={+uri.var.val}", "/c?p=course1,CE001,sem1", false, "http://h/c?p=course1,CE001,sem1")]
    [InlineData("/*", "http://h/s{?query.param.q}", "/x?q=a%20b", false, "http://h/s?query.param.q=a%20b")]
    [InlineData("/*", "http://h/s?q={query.param.q}", "/x?q=a%20b", true, "http://h/s/x?q=a%20b&q=a%20b")]
    [InlineData("/*", "http://h/s/{uri.var.unknown}", "/x", false, "http://h/s/")]
    [InlineData("/*", "http://h{/query.param.a,query.param.b}", "/x?a=1&b=2", false, "http://h/1/2")]
    [InlineData("/{val}", "http://h/{uri.var.val:3}", "/abcdef", false, "http://h/abc")]
    [InlineData("/{val}", "http://h/{+uri.var.val}/x", "/a%23b", false, "http://h/a%23b/x")]
    [InlineData("/{val}", "http://h/{+uri.var.val}/x", "/a%0d%0a%5C%22", false, "http://h/a%0D%0A%5C%22/x")]
    [InlineData("/{val}", "http://h/{uri.var.val}/caf\u00e9", "/x", false, "http://h/x/caf%C3%A9")]
    [InlineData("/*", "{query.param.url}", "/x?url=http%3A%2F%2Fh%3A81%2Fa%2Fb", true, "http://h:81/a/b/x?url=http%3A%2F%2Fh%3A81%2Fa%2Fb")]
    [InlineData("/*", "{+query.param.url}/c", "/x?url=https://h", false, "https://h/c")]
    [InlineData("/{host}", "http://{uri.var.host}:81/c", "/h", false, "http://h:81/c")]
    public void A_template_is_expanded_over_path_and_query(string resource, string url, string request, bool append, string expected)
    {
        var variables = Apis.Table(Apis.Api("/api", $"GET {resource}")).Variables("GET", "/api/1.0.0" + request);
        var (path, query) = Apis.Split(request);

        Assert.Equal(expected, Compile(url).Compose(path, query, variables, append));
    }

    [Theory]
    [InlineData("a b", "http://h/a%20b")]
    [InlineData("a+b", "http://h/a%20b")]
    [InlineData("a%20b", "http://h/a%20b")]
    [InlineData("a/b", "http://h/a/b")]
    [InlineData("AAA:BBB", "http://h/AAA:BBB")]
    [InlineData("S2222-0496(15)27436-0", "http://h/S2222-0496(15)27436-0")]
    [InlineData("caf\u00e9", "http://h/caf%C3%A9")]
    [InlineData("100%", "http://h/100%25")]
    [InlineData("a#b", "http://h/a%23b")]
    [InlineData("q?a=1", "http://h/q?a=1")]
    public void Legacy_encoding_takes_values_without_escapes_and_escapes_the_whole_anew(string value, string expected)
    {
        var variables = new RequestVariables { ["uri.var.x"] = value };

        Assert.Equal(expected, Compile("legacy-encoding:http://h/{uri.var.x}").Compose("", "", variables, appendPath: false));
    }

    [Fact]
    public void Legacy_encoding_leaves_an_address_without_variables_as_it_is() =>
        Assert.Equal("http://h/a%2Fb/c", Compile("legacy-encoding:http://h/a%2Fb").Compose("/c", "", null, appendPath: true));

    [Theory]
    [InlineData("ws://h:81/a", "http://h:81/a/b")]
    [InlineData("wss://h/a", "https://h/a/b")]
    [InlineData("WSS://h/a", "https://h/a/b")]
    public void A_WebSocket_address_is_called_by_HTTP(string url, string expected) =>
        Assert.Equal(expected, Compile(url).Compose("/b", "", null, appendPath: true));

    [Theory]
    [InlineData("legacy-encoding:http://h/a/{uri.var.x}", "%2e%2e/b")]
    [InlineData("http://h/{uri.var.x}/a", "..")]
    [InlineData("http://h/v1/{+uri.var.x}", "a/../../b")]
    [InlineData("http://h/v1/{+uri.var.x}", "%2e%2E/b")]
    [InlineData("http://h/v1{/uri.var.x}", ".")]
    [InlineData("{uri.var.x}", "file:///etc/passwd")]
    [InlineData("{uri.var.x}", "/etc/passwd")]
    [InlineData("{uri.var.x}", "")]
    [InlineData("{uri.var.x}", "http://user:secret@h/")]
    [InlineData("http://good{+uri.var.x}", "@evil/")]
    [InlineData("http://{uri.var.x}/", "")]
    public void Variables_that_make_no_address_to_be_called_give_none(string url, string value)
    {
        var variables = new RequestVariables { ["uri.var.x"] = value };

        Assert.Null(Compile(url).Compose("", "", variables, appendPath: true));
    }

    [Fact]
    public void An_address_says_what_it_depends_on()
    {
        Assert.Equal((false, false, true), Facts("http://h/a"));
        Assert.Equal((true, true, true), Facts("http://h/{uri.var.a}"));
        Assert.Equal((true, false, true), Facts("http://h/?a={query.param.a}"));
        Assert.Equal((true, true, false), Facts("http://h{+uri.var.a}/"));
        Assert.Equal((true, false, false), Facts("{query.param.a}"));

        static (bool, bool, bool) Facts(string url) =>
            (Compile(url).UsesVariables, Compile(url).UsesPathVariables, Compile(url).HasFixedAuthority);
    }

    [Theory]
    [InlineData("http://h/{uri.var.x", 10, "'{' without '}'")]
    [InlineData("http://h/}", 10, "'}' without '{'")]
    [InlineData("http://h/{}", 11, "a variable has no name")]
    [InlineData("http://h/{uri.var.x,}", 21, "a variable has no name")]
    [InlineData("http://h/{id}", 11, "the variable 'id' is unknown: a url takes uri.var.NAME (of the resource's path) and query.param.NAME")]
    [InlineData("http://h/{?query.param.a,uri.var.}", 33, "a variable's name cannot end with a dot")]
    [InlineData("http://h/{uri.var}", 11, "the variable 'uri.var' is unknown: a url takes uri.var.NAME (of the resource's path) and query.param.NAME")]
    [InlineData("http://h/{=uri.var.x}", 11, "'=' is no operator of URI templates (RFC 6570); they are + # . / ; ? &")]
    [InlineData("http://h/{uri.var.x:0}", 21, "a prefix is a number from 1 to 9999")]
    [InlineData("http://h/{uri.var.x*y}", 21, "nothing can stand behind '*'")]
    [InlineData("http://h/%zz", 10, "'%' without two hexadecimal digits; write %25 for a percent sign")]
    [InlineData("http://h/a b", 11, "a blank cannot stand in a URL; write %20")]
    [InlineData("http://h/#x", 10, "a backend's url cannot hold a fragment ('#'): it is never sent")]
    [InlineData("http://h/{#uri.var.x}", 11, "a backend's url cannot hold a fragment ('#'): it is never sent")]
    [InlineData("ftp://h/", 1, "a backend's url must begin with http://, https://, ws:// or wss://")]
    [InlineData("h:8080/v1", 1, "a backend's url must begin with http://, https://, ws:// or wss://")]
    [InlineData("", 1, "a backend's url must begin with http://, https://, ws:// or wss://")]
    [InlineData("legacy-encoding:http://h/{uri.var.x", 26, "'{' without '}'")]
    [InlineData("legacy-encoding:ftp://h/", 17, "a backend's url must begin with http://, https://, ws:// or wss://")]
    [InlineData("ws://h/{id}", 9, "the variable 'id' is unknown: a url takes uri.var.NAME (of the resource's path) and query.param.NAME")]
    [InlineData("http://u:secret@h/", 8, "a backend's url cannot hold user and password; use the endpoint's 'security'")]
    [InlineData("http:///x", 8, "host or port of the url cannot be read")]
    [InlineData("http://h:99999/", 8, "host or port of the url cannot be read")]
    [InlineData("http://h/a/../b", 9, "the url's path holds '.' or '..'")]
    public void A_url_that_cannot_be_used_is_refused_with_its_column(string url, int column, string error)
    {
        Assert.False(BackendAddress.TryCompile(url, out var address, out var actual, out var at));
        Assert.Null(address);
        Assert.Equal((error, column), (actual, at));
    }

    [Fact]
    public void A_literal_address_allocates_its_answer_and_nothing_else()
    {
        var address = Compile("http://h/v1");
        var expected = "http://h/v1/pets/7?a=1";
        _ = address.Compose("/pets/7", "?a=1", null, appendPath: true);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var url = address.Compose("/pets/7", "?a=1", null, appendPath: true);
        var composed = GC.GetAllocatedBytesForCurrentThread() - before;
        var copy = new string(expected.AsSpan());
        var needed = GC.GetAllocatedBytesForCurrentThread() - before - composed;

        Assert.Equal(expected, url);
        Assert.Equal(expected, copy);
        Assert.Equal(needed, composed);
    }

    private static BackendAddress Compile(string url) =>
        BackendAddress.TryCompile(url, out var address, out var error, out var column) ? address : throw new ArgumentException($"{column}: {error}");
}
