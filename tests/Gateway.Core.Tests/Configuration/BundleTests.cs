using CsCheck;
using Gateway.Core.Configuration;

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
        Catalogs.Any.Sample(catalog =>
        {
            var bundle = CatalogWriter.Write(catalog.Endpoints, catalog.Apis, SequenceFileSets.With(Catalogs.Files, catalog.Apis));
            var again = CatalogReader.Read("revision 7", bundle.Text);

            Assert.DoesNotContain(again.Problems, problem => problem.Severity == Severity.Error);
            Assert.Equal(bundle, again.Value!.Bundle);
            Assert.Equal(catalog.Endpoints.Select(Catalogs.Plain).Order(), again.Value.Endpoints.Values.Select(Catalogs.Plain).Order());
            Assert.Equal(catalog.Apis.Select(Catalogs.Plain), again.Value.Apis.Select(Catalogs.Plain));
        }, iter: 300);

    [Fact]
    public void A_catalog_holds_nothing_of_a_node()
    {
        var problem = Assert.Single(CatalogReader.Read("revision 7", "[server]\noffset = 1\n").Problems);

        Assert.Equal("revision 7:1:2: error: 'server' does not belong in a catalog", problem.ToString().Split('\n')[0]);
    }
}
