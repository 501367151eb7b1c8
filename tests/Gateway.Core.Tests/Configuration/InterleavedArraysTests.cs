using Gateway.Core.Endpoints;

namespace Gateway.Core.Tests.Configuration;

public sealed class InterleavedArraysTests
{
    private const string Text = """
        [[endpoint]]
        name = "a"
        url = "http://a"
        [[api]]
        name = "First"
        context = "/first"
        version = "1"
        endpoint = "a"
        [[api.resource]]
        path = "/one"
        methods = ["GET"]
        [[api.resource]]
        path = "/two"
        methods = ["GET"]
        [server]
        offset = 1
        [[endpoint]]
        name = "b"
        url = "http://b"
        [endpoint.timeout]
        duration = "7s"
        [[endpoint]]
        name = "c"
        url = "http://c"
        [[api]]
        name = "Second"
        context = "/second"
        version = "1"
        endpoint = "c"
        [[endpoint]]
        name = "d"
        url = "http://d"
        suspend.initial = "3s"
        suspend.factor = 2.0
        [[api.resource]]
        path = "/three"
        methods = ["GET"]
        """;

    [Fact]
    public void Endpoints_and_APIs_may_take_turns_in_a_file()
    {
        var catalog = Reading.Good(Text).Catalog;

        Assert.Equal(["a", "b", "c", "d"], catalog.Endpoints.Keys.Order());
        Assert.Equal(["First", "Second"], catalog.Apis.Select(api => api.Name));
    }

    [Fact]
    public void A_table_below_a_list_belongs_to_the_last_element_of_that_list()
    {
        var catalog = Reading.Good(Text).Catalog;

        Assert.Equal(["/one", "/two"], catalog.Apis[0].Resources.Select(resource => resource.Path));
        Assert.Equal(["/three"], catalog.Apis[1].Resources.Select(resource => resource.Path));
        Assert.Equal(TimeSpan.FromSeconds(7), ((LeafEndpoint)catalog.Endpoints["b"]).Settings.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(3), ((LeafEndpoint)catalog.Endpoints["d"]).Settings.Suspend.Initial);
    }

    [Fact]
    public void Every_element_knows_the_line_of_its_own_header()
    {
        var catalog = Reading.Good(Text).Catalog;

        Assert.Equal([1, 17, 22, 30], catalog.Endpoints.Values.Select(endpoint => endpoint.Place.Line).Order());
        Assert.Equal([4, 25], catalog.Apis.Select(api => api.Place.Line));
        Assert.Equal([9, 12, 35], catalog.Apis.SelectMany(api => api.Resources).Select(resource => resource.Place.Line));
    }

    [Theory]
    [InlineData("[[endpoint]]\n[[endpoint]]\n[[endpoint]]\n", new[] { 1, 2, 3 })]
    [InlineData("# x [[endpoint]]\n[[endpoint]] # [y]\n\n  [[endpoint]]\n\n[server]\n", new[] { 2, 4 })]
    [InlineData("[server]\noffset = 1 # [\n[[endpoint]]\n[[endpoint]]\n[cluster]\n[[endpoint]]", new[] { 3, 4, 6 })]
    public void Elements_without_a_key_know_their_line_too(string text, int[] lines)
    {
        var nameless = Reading.Read(text).Problems.Where(problem => problem.Message.EndsWith("without a name", StringComparison.Ordinal));

        Assert.Equal(lines, nameless.Select(problem => problem.Place.Line));
    }

    [Theory]
    [InlineData("[server.a.b]\n[server]\noffset = 5\n")]
    [InlineData("[server.a]\nx = 1\n[server]\n[cluster]\ndata = \"d\"\n[management]\n")]
    [InlineData("server.offset = 5\n")]
    [InlineData("[server]\noffset = 5\na.b = 1\na.c = 2\n[server.d]\n[server.a.e]\n")]
    [InlineData("[ \"server\" ]\n\"offset\" = 5\n[cluster] # [cluster]\n")]
    [InlineData("\uFEFF[server]\r\noffset = 5\r\n[cluster]\r\ndata = \"d\"\r\n")]
    public void What_TOML_allows_is_not_called_defined_twice(string text) =>
        Assert.DoesNotContain(Reading.Read(text).Problems, problem => problem.Severity == Core.Configuration.Severity.Error);
}
