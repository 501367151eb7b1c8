using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Configuration;

public sealed class BundleTests
{
    private const string Text = """
        [[api]]
        version = "1.0.0"
        name = "PetStore"
        context = "/petstore"
        endpoint = "$ref{mine.group}"

        [[endpoint]]
        name = "pets"
        type = "load_balance"
        members = ["a", { name = "b", url = "http://b:${http.nio.port}", weight = 5 }]
        lookahead = "auto"

        [[endpoint]]
        name = "a"
        type = "http"
        url = "http://a"
        append_path = true
        timeout = { duration = "90s" }

        [mine]
        group = "pets"
        """;

    private static readonly Gen<BackendSettings> Settings = Gen.Select(
        Gen.Bool, Gen.Int[1, 1000], Duration(1), Duration(1), Policy(), Among(BackendProtocol.Http11, BackendProtocol.H2c),
        (append, weight, connect, timeout, suspend, protocol) => new BackendSettings(append, weight, connect, timeout, suspend, protocol));

    private static readonly Gen<string> Address = Among(
        "http://a", "http://a:8080/v1/", "http://a/{uri.var.x}{?query.param.y*}", "http://xn--mlaut-jva.example/%22/ü");

    [Fact]
    public void A_bundle_is_written_in_one_form()
    {
        var bundle = Reading.Good(Text).Catalog.Bundle;

        Assert.Equal(
            """
            [[endpoint]]
            name = "a"
            type = "http"
            url = "http://a"
            timeout = { duration = "90s" }

            [[endpoint]]
            name = "b"
            type = "http"
            url = "http://b:8280"
            weight = 5

            [[endpoint]]
            name = "pets"
            type = "load_balance"
            members = ["a", "b"]

            [[api]]
            name = "PetStore"
            context = "/petstore"
            version = "1.0.0"
            endpoint = "pets"

            """, bundle.Text);
    }

    [Fact]
    public void Files_that_mean_the_same_have_the_same_hash()
    {
        var other = """
            # node tables, comments, order and defaults written out make no difference
            [server]
            debug_headers = true
            [[endpoint]]
            url = "http://b:8280"
            weight = 5
            name = "b"
            type = "http"
            timeout = { action = "fault", duration = "30000ms" }
            [[endpoint]]
            name = "a"
            url = "http://a"
            timeout = { duration = "90000ms" }
            [[endpoint]]
            name = "pets"
            type = "load_balance"
            algorithm = "round_robin"
            cursor = "cluster"
            members = ["a", "b"]
            [[api]]
            name = "PetStore"
            context = "/petstore"
            version = "1.0.0"
            lifecycle = "PUBLISHED"
            transports = ["https", "http"]
            endpoint = "pets"
            """;

        Assert.Equal(Reading.Good(Text).Catalog.Bundle, Reading.Good(other).Catalog.Bundle);
    }

    [Theory]
    [InlineData("weight = 5", "weight = 6")]
    [InlineData("\"90s\"", "\"91s\"")]
    [InlineData("lookahead = \"auto\"", "lookahead = 0")]
    [InlineData("\"1.0.0\"", "\"1.0.1\"")]
    [InlineData("append_path = true", "append_path = false")]
    [InlineData("members = [\"a\", {", "members = [{")]
    public void Files_that_mean_something_else_have_another_hash(string from, string to) =>
        Assert.NotEqual(Reading.Good(Text).Catalog.Bundle.Hash, Reading.Good(Text.Replace(from, to, StringComparison.Ordinal)).Catalog.Bundle.Hash);

    [Fact]
    public void A_bundle_read_again_is_the_same_catalog() =>
        Catalogs().Sample(catalog =>
        {
            var bundle = CatalogWriter.Write(catalog.Endpoints, catalog.Apis);
            var again = CatalogReader.Read("revision 7", bundle.Text);

            Assert.Empty(again.Problems);
            Assert.Equal(bundle, again.Value!.Bundle);
            Assert.Equal(catalog.Endpoints.Select(Plain).Order(), again.Value.Endpoints.Values.Select(Plain).Order());
            Assert.Equal(catalog.Apis.Select(Plain), again.Value.Apis.Select(Plain));
        }, iter: 300);

    [Fact]
    public void A_catalog_holds_nothing_of_a_node()
    {
        var problem = Assert.Single(CatalogReader.Read("revision 7", "[server]\noffset = 1\n").Problems);

        Assert.Equal("revision 7:1:2: error: 'server' does not belong in a catalog", problem.ToString().Split('\n')[0]);
    }

    private static Gen<(ImmutableArray<Endpoint> Endpoints, ImmutableArray<ApiDefinition> Apis)> Catalogs() => Gen.Select(
        Gen.Select(Address, Settings).Array[2, 4], Gen.Int[1, 1000], Gen.Bool, Gen.OneOf(Gen.Const((int?)null), Gen.Int[0, 4096].Select(n => (int?)n)),
        Among("PetStore", "Ünïcode \"API\"", "a'b \\ #"), Gen.Bool, Among(ApiSecurity.None, ApiSecurity.Required), Gen.Int[1, 3],
        (leaves, weight, local, lookahead, name, isDefault, security, transports) =>
        {
            Endpoint[] backends = [.. leaves.Select((leaf, i) => i == 0
                ? (Endpoint)new AddressEndpoint($"leaf-{i}", leaf.Item1, leaf.Item2, default)
                : new HttpEndpoint($"leaf-{i}", leaf.Item1, leaf.Item2, default))];
            var inner = new LoadBalanceEndpoint("inner", [.. backends.Skip(1).Select(leaf => leaf.Name)], weight, local ? CursorScope.Local : CursorScope.Cluster, lookahead, default);
            var outer = new LoadBalanceEndpoint("outer", ["inner", "leaf-0"], 1, CursorScope.Cluster, null, default);
            var api = new ApiDefinition(
                name, "/x/{version}", "1.0", isDefault, Lifecycle.Published, "outer", isDefault ? "leaf-0" : "", security, (Transports)transports,
                [new ResourceDefinition("/a/{+b}?c={d}", ["GET", "PATCH"], default), new ResourceDefinition("/*", ["POST"], default)], default);
            var second = api with { Version = "2.0", DefaultVersion = false, Resources = [] };
            return (ImmutableArray.Create([.. backends, inner, outer]), ImmutableArray.Create(api, second));
        });

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<TimeSpan> Duration(int least) => Gen.Long[least, 86_400_000].Select(ms => TimeSpan.FromMilliseconds(ms % 7 == 0 ? Math.Max(least, ms / 1000 * 1000) : ms));

    private static Gen<SuspensionPolicy> Policy() => Gen.Select(
        Gen.Int[-1, 999_999].Array[0, 3], Duration(0), Gen.Double[0, 1000], Gen.OneOf(Gen.Const(TimeSpan.MaxValue), Duration(0)),
        (codes, initial, factor, maximum) => new SuspensionPolicy([.. codes], initial, factor, maximum));

    private static string Plain(Endpoint endpoint) => endpoint switch
    {
        LoadBalanceEndpoint group => $"{group with { Place = default, Members = [] }} {string.Join(' ', group.Members)}",
        LeafEndpoint leaf => $"{leaf.GetType().Name} {leaf.Name} {leaf.Url} {leaf.Settings with { Suspend = SuspensionPolicy.Default }} {leaf.Settings.Suspend.Initial} {leaf.Settings.Suspend.Factor:R} {leaf.Settings.Suspend.Maximum} {string.Join(' ', leaf.Settings.Suspend.ErrorCodes)}",
        _ => "",
    };

    private static string Plain(ApiDefinition api) =>
        $"{api with { Place = default, Resources = [] }} {string.Join(' ', api.Resources.Select(resource => $"{resource.Path} {string.Join(',', resource.Methods)}"))}";
}
