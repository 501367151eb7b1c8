using Gateway.Core.Configuration;

namespace Gateway.Core.Tests.Configuration;

/// <summary>What an API says of its life and of pages is part of what names a revision, however it is written.</summary>
public sealed class ApiKeyTests
{
    private static readonly string[] Lines =
    [
        "", "lifecycle = \"CREATED\"", "lifecycle = \"RETIRED\"", "default_version = true", "deprecated = { since = 2026-01-31 }",
        "deprecated = { since = 2026-01-31T00:00:01Z }", "deprecated = { sunset = 2026-01-31 }", "deprecated = { link = \"/a\" }", "deprecated = { successor = \"/a\" }",
        "cors = {}", "cors = { enabled = false }", "cors = { allow_origins = [] }", "cors = { allow_origins = [\"https://a\"] }", "cors = { allow_methods = [\"GET\"] }",
        "cors = { allow_headers = [\"A\"] }", "cors = { expose_headers = [\"A\"] }", "cors = { allow_credentials = true, allow_origins = [] }", "cors = { max_age = \"0s\" }",
    ];

    [Fact]
    public void A_catalog_that_differs_in_any_of_these_keys_has_another_hash()
    {
        var bundles = Lines.Select(BundleOf).ToArray();

        Assert.Equal(Lines.Length, bundles.Select(bundle => bundle.Hash).Distinct().Count());
        Assert.All(bundles, bundle => Assert.Equal(bundle, CatalogReader.Read("revision 7", bundle.Text).Value?.Bundle));
    }

    [Theory]
    [InlineData("deprecated = { since = 2026-01-31 }", "deprecated = { since = \"2026-01-31t00:00:00z\" }")]
    [InlineData("deprecated = { since = 2026-01-31T12:00:00 }", "deprecated = { since = 2026-01-31 13:00:00.75+01:00 }")]
    [InlineData("deprecated = {}", "")]
    [InlineData("lifecycle = \"PUBLISHED\"", "")]
    [InlineData("cors = { allow_origins = \"https://A.example , https://b.example:8443\" }", "cors = { allow_origins = [\"https://a.example\", \"https://b.example:8443\", \"https://a.example\"] }")]
    [InlineData("cors = { allow_methods = [\"get\"] }", "cors = { allow_methods = \"GET\" }")]
    [InlineData("cors = { enabled = true, allow_origins = [\"*\"], allow_credentials = false }", "[api.cors]")]
    public void Two_ways_to_write_the_same_have_one_hash(string line, string other) => Assert.Equal(BundleOf(line), BundleOf(other));

    private static Bundle BundleOf(string line)
    {
        var read = CatalogReader.Read("x", $"[[endpoint]]\nname = \"a\"\nurl = \"http://a\"\n[[api]]\nname = \"A\"\ncontext = \"/a\"\nversion = \"1\"\nendpoint = \"a\"\n{line}\n");
        Assert.Empty(read.Problems);
        return read.Value!.Bundle;
    }
}
