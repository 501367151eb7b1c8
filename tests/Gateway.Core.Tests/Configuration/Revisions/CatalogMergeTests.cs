using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Revisions;

namespace Gateway.Core.Tests.Configuration.Revisions;

/// <summary>An import in a running catalog.</summary>
public sealed class CatalogMergeTests
{
    private static readonly string Running = Leaf("a") + Leaf("shared") + Group("pets", "a", "shared") + Api("Pets", "1", "pets") + Api("Cats", "1", "shared");

    [Fact]
    public void What_is_imported_comes_beside_what_runs()
    {
        var merged = Add(Running, Leaf("dogs") + Api("Dogs", "1", "dogs"));

        Assert.Equal(Read(Running + Leaf("dogs") + Api("Dogs", "1", "dogs")).Bundle, merged.Catalog!.Bundle);
    }

    [Fact]
    public void Where_nothing_runs_it_is_all_there_is() => Assert.Equal(
        Read(Leaf("dogs") + Api("Dogs", "1", "dogs")).Bundle, CatalogMerge.Add(null, Read(Leaf("dogs") + Api("Dogs", "1", "dogs")), replace: false).Catalog!.Bundle);

    [Fact]
    public void An_API_that_is_there_in_that_version_stays_unless_it_is_to_be_replaced()
    {
        var merged = Add(Running, Leaf("new") + Api("Pets", "1", "new"));

        Assert.Null(merged.Catalog);
        Assert.Equal("API 'Pets' 1 is there already. Replace it with replace=true, or import another version.", merged.Taken);
    }

    [Fact]
    public void A_replaced_API_takes_with_it_the_endpoints_that_it_alone_uses()
    {
        var merged = Add(Running, Leaf("pets") + Api("Pets", "1", "pets"), replace: true);

        Assert.Equal(Read(Leaf("shared") + Api("Cats", "1", "shared") + Leaf("pets") + Api("Pets", "1", "pets")).Bundle, merged.Catalog!.Bundle);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_endpoint_that_others_use_is_never_replaced(bool replace)
    {
        var merged = Add(Running, Leaf("shared") + Api(replace ? "Pets" : "Dogs", "1", "shared"), replace);

        Assert.Null(merged.Catalog);
        Assert.StartsWith("An endpoint named 'shared' is there already", merged.Taken, StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_not_be_sound_together_is_refused_with_its_problem()
    {
        var merged = Add(Running, Leaf("dogs") + Api("Dogs", "1", "dogs").Replace("\"/Dogs\"", "\"/Pets\"", StringComparison.Ordinal));

        Assert.Null(merged.Catalog);
        Assert.Equal("", merged.Taken);
        Assert.NotEmpty(merged.Problems);
    }

    private static MergeResult Add(string running, string imported, bool replace = false) => CatalogMerge.Add(Read(running), Read(imported), replace);

    private static string Leaf(string name) => $"[[endpoint]]\nname = \"{name}\"\nurl = \"http://{name}\"\n";

    private static string Group(string name, params string[] members) =>
        $"[[endpoint]]\nname = \"{name}\"\ntype = \"load_balance\"\nmembers = [{string.Join(", ", members.Select(member => $"\"{member}\""))}]\n";

    private static string Api(string name, string version, string endpoint) =>
        $"[[api]]\nname = \"{name}\"\ncontext = \"/{name}\"\nversion = \"{version}\"\nendpoint = \"{endpoint}\"\n";

    private static Catalog Read(string text)
    {
        var read = CatalogReader.Read("catalog.toml", text);
        return read.Value ?? throw new ArgumentException(string.Join('\n', read.Problems), nameof(text));
    }
}
