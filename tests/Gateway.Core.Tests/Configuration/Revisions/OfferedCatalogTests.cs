using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Configuration.Revisions;

namespace Gateway.Core.Tests.Configuration.Revisions;

/// <summary>What an operator sends is read for its catalog alone.</summary>
public sealed class OfferedCatalogTests
{
    private const string Catalog = "[[endpoint]]\nname = \"a\"\nurl = \"http://a\"\n[[api]]\nname = \"Pets\"\ncontext = \"/pets\"\nversion = \"1\"\nendpoint = \"a\"\n";

    [Fact]
    public void Tables_of_a_node_are_told_and_not_looked_at()
    {
        var offered = Read("[cluster]\nmode = \"redis\"\nkey = \"$env{NOT_HERE}\"\n[server]\noffset = \"no number\"\n[apim.cors]\n" + Catalog);

        Assert.Equal(["apim", "cluster", "server"], offered.NotApplied.ToArray());
        Assert.Empty(offered.Result.Problems);
        Assert.Equal(CatalogReader.Read("x", Catalog).Value!.Bundle, offered.Result.Value!.Bundle);
    }

    [Fact]
    public void A_table_that_is_nearly_one_of_the_catalogs_is_a_slip_of_the_pen()
    {
        var problem = Assert.Single(Read(Catalog + "[[endpoints]]\nname = \"b\"\n").Result.Problems);

        Assert.Equal("deployment.toml:9:3: error: unknown table 'endpoints'\n    hint: Did you mean 'endpoint'?", problem.ToString());
    }

    [Fact]
    public void A_text_without_any_catalog_is_taken_for_a_mistake() => Assert.Equal(
        "it has neither an [[endpoint]] nor an [[api]]", Assert.Single(Read("[server]\noffset = 1\n").Result.Problems).Message);

    [Fact]
    public void A_text_that_comes_without_its_files_cannot_name_one()
    {
        var offered = Read(Catalog.Replace("endpoint = \"a\"", "in_sequence = \"in.xml\"", StringComparison.Ordinal));

        Assert.Null(offered.Result.Value);
        Assert.Contains("this configuration comes without its files", string.Join('\n', offered.Result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_brings_its_files()
    {
        var bundle = Catalog + "in_sequence = \"in.xml\"\n\n[[file]]\npath = \"in.xml\"\ntext = \"<sequence xmlns='http://ws.apache.org/ns/synapse' name='in'/>\"\n";

        var offered = Read(bundle);

        Assert.Empty(offered.Result.Problems);
        Assert.Equal(["in.xml"], offered.Result.Value!.Files.Select(file => file.Path));
        Assert.Empty(offered.NotApplied);
    }

    [Fact]
    public void Strictly_a_warning_is_an_error()
    {
        const string Literal = "security = { type = \"basic\", username = \"u\", password = \"p\" }\n[[api]]";
        var text = Catalog.Replace("[[api]]", Literal, StringComparison.Ordinal);

        Assert.NotNull(Read(text).Result.Value);
        Assert.Null(OfferedCatalog.Read("deployment.toml", text, NoFiles.Instance, strict: true).Result.Value);
    }

    private static OfferedCatalog Read(string text) => OfferedCatalog.Read("deployment.toml", text, NoFiles.Instance);
}
