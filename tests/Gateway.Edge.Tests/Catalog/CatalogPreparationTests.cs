using Gateway.Core.Configuration.Files;
using Gateway.Core.Endpoints;
using Gateway.Core.Mediation.Rules;
using Gateway.Edge.Catalog;
using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Catalog;

/// <summary>What an edge says of a catalog beforehand, and what becomes of the same one when it is put in force.</summary>
public sealed class CatalogPreparationTests : IAsyncLifetime
{
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _edge = await TestEdge.StartAsync(Toml.Endpoint("a", "http://127.0.0.1:9") + "[[endpoint]]\nname = \"choose\"\ntype = \"dynamic\"\ndefault = \"a\"\n[[endpoint.route]]\nwhen = { method = \"PUT\" }\nto = \"a\"\n\n" + Toml.Api("pets", "choose"));
        await _edge.WaitForClusterAsync();
    }

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Fact]
    public void Whatever_is_not_taken_when_it_is_put_in_force_is_refused_before()
    {
        foreach (var (catalog, why) in new[]
        {
            (Running with { SealedWith = "12345678" }, "its secrets are sealed"),
            (With(choose => choose with { Routes = [new RouteRule([new RouteCondition(RouteSource.Header, "X-A", new ValueTest(ValueTestKind.Regex, ["("]))], "a")] }), "this edge cannot make it ready"),
        })
        {
            Assert.Contains(why, Assert.Single(_edge.Catalogs.Check(catalog)).Message, StringComparison.Ordinal);
            Assert.Contains(why, Assert.Throws<CatalogUnusableException>(() => _edge.Catalogs.Activate(2, catalog)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, _edge.Catalogs.Current!.Revision);
    }

    [Fact]
    public void A_script_that_the_interpreter_does_not_take_is_refused_before_and_keeps_nothing_else_from_its_work()
    {
        var catalog = With(choose => choose with { Script = new RouteScript(new CatalogFile("route.js", "function (", "route.js"), [], ReadsBody: false) });

        Assert.Equal("this edge's interpreter does not take the script route.js", Assert.Single(_edge.Catalogs.Check(catalog)).Message);
        _edge.Catalogs.Activate(2, catalog);

        Assert.Equal(2, _edge.Catalogs.Current!.Revision);
    }

    [Fact]
    public void What_is_only_looked_at_changes_nothing()
    {
        var before = _edge.Catalogs.Current;

        Assert.Empty(_edge.Catalogs.Check(With(choose => choose with { BodyLimit = 1 })));

        Assert.Same(before, _edge.Catalogs.Current);
    }

    private Core.Configuration.Catalog Running => _edge.Catalogs.Current!.Catalog;

    private Core.Configuration.Catalog With(Func<DynamicEndpoint, DynamicEndpoint> change) => Running with
    {
        Endpoints = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(
            Running.Endpoints.Values.Select(endpoint => endpoint is DynamicEndpoint choose ? change(choose) : endpoint), endpoint => endpoint.Name, StringComparer.Ordinal),
    };
}
