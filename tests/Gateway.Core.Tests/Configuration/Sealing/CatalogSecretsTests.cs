using System.Security.Cryptography;
using CsCheck;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Configuration.Revisions;
using Gateway.Core.Configuration.Sealing;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Tests.Configuration.Sealing;

/// <summary>Bundles whose secrets are sealed with the cluster's key.</summary>
public sealed class CatalogSecretsTests
{
    private static readonly SecretSeal Ours = new("the cluster's key, which has 32 c"u8);
    private static readonly SecretSeal Other = new("another key, which has 32 letters"u8);

    private static readonly Catalog Pets = CatalogReader.Read("x", """
        [[endpoint]]
        name = "a"
        url = "https://a"
        security = { type = "basic", username = "gina", password = "hunter2" }
        tls = { cert = "a.pfx", password = "pfx-$env{PART}" }
        [[endpoint]]
        name = "b"
        url = "https://b"
        security = { type = "digest", username = "gina", password = "hunter2" }
        [[endpoint]]
        name = "c"
        url = "https://c"
        [endpoint.security]
        type = "oauth2"
        token_url = "https://login"
        client_id = "me"
        client_secret = "swordfish"
        grant = "password"
        username = "$env{WHO}"
        password = "$secret{who}"
        parameters = { audience = "pets-only" }
        tls = { cert = "c.pfx", password = "opensesame" }
        """).Value!;

    [Fact]
    public void What_is_sealed_holds_no_secret_and_all_the_rest_as_it_was()
    {
        var text = Seal(Pets);

        Assert.All(["gina", "hunter2", "pfx-", "swordfish", "\"me\"", "pets-only", "opensesame"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.All(["$env{WHO}", "$secret{who}", "https://login", "a.pfx", "audience"], kept => Assert.Contains(kept, text, StringComparison.Ordinal));
        Assert.StartsWith($"sealed = \"{Ours.KeyId} {Pets.Bundle.Hash}\"\n", text, StringComparison.Ordinal);
        Assert.Equal((9, Ours.KeyId), (CatalogSecrets.Count(Pets), CatalogSecrets.KeyIdOf(text)));
    }

    [Fact]
    public void It_opens_to_what_it_was_and_sealed_twice_is_another_text_of_the_same_revision()
    {
        var (first, second) = (Seal(Pets), Seal(Pets));

        Assert.NotEqual(first, second);
        Assert.Equal([Pets.Bundle, Pets.Bundle], new[] { first, second }.Select(text => CatalogSecrets.Open("x", text, Ours).Value?.Bundle));
        var opened = CatalogSecrets.Open("x", first, Ours).Value!;
        Assert.True(CatalogComparison.Of(Pets, opened) is { Endpoints.IsEmpty: true, Apis.IsEmpty: true, Files.IsEmpty: true });
        Assert.Equal("hunter2", ((BackendSecurity.Basic)((LeafEndpoint)opened.Endpoints["a"]).Settings.Security!).Password.Written);
        Assert.Equal("", opened.SealedWith);
    }

    [Fact]
    public void Unopened_it_can_be_looked_at_and_says_which_revision_it_is()
    {
        var read = CatalogReader.Read("x", Seal(Pets)).Value!;

        Assert.Equal((Ours.KeyId, Pets.Bundle.Hash, "https://b"), (read.SealedWith, read.Bundle.Hash, ((LeafEndpoint)read.Endpoints["b"]).Url));
    }

    [Theory]
    [InlineData(" hash")]
    [InlineData("key ")]
    [InlineData("key")]
    [InlineData("key hash more")]
    public void What_does_not_name_a_key_and_a_hash_is_refused(string seal)
    {
        var read = CatalogReader.Read("x", $"sealed = \"{seal}\"\n[[endpoint]]\nname = \"a\"\nurl = \"http://a\"\n");

        Assert.Null(read.Value);
        Assert.Contains("'sealed' does not belong in a catalog", Assert.Single(read.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_catalog_comes_back_as_it_was() => Catalogs.Any.Sample(drawn =>
    {
        var bundle = CatalogWriter.Write(drawn.Endpoints, drawn.Apis, SequenceFileSets.With(Catalogs.Files, drawn.Apis));
        var catalog = CatalogReader.Read("x", bundle.Text).Value!;

        var text = Seal(catalog);

        Assert.Equal(bundle, CatalogSecrets.Open("x", text, Ours).Value?.Bundle);
        Assert.Equal(CatalogSecrets.Count(catalog) > 0, text != bundle.Text);
        Assert.DoesNotContain("abcd-+={[}]|:;'<,>.?/efghijk", text, StringComparison.Ordinal);
    }, iter: 100);

    [Fact]
    public void What_edges_bring_themselves_is_not_sealed()
    {
        var catalog = CatalogReader.Read("x", "[[endpoint]]\nname = \"a\"\nurl = \"https://a\"\ntls = { cert = \"a.pfx\", password = \"$env{P}\" }\n").Value!;

        Assert.Equal(catalog.Bundle.Text, Seal(catalog));
        Assert.Equal(catalog.Bundle, CatalogSecrets.Open("x", catalog.Bundle.Text, seal: null).Value?.Bundle);
    }

    [Theory]
    [InlineData(true, "has the key {1}")]
    [InlineData(false, "has none")]
    public void Without_its_key_it_is_said_which_one_it_takes(bool hasOther, string has)
    {
        var problem = Assert.Single(CatalogSecrets.Open("revision 7", Seal(Pets), hasOther ? Other : null).Problems);

        Assert.Equal($"its secrets are sealed with the cluster's key {Ours.KeyId}, and this node {has.Replace("{1}", Other.KeyId, StringComparison.Ordinal)}", problem.Message);
        Assert.Equal("Give every node the same [cluster] key. After a change of the key, apply the catalog anew: gateway apply FILE.", problem.Hint);
    }

    [Fact]
    public void A_secret_is_good_for_nothing_in_another_place()
    {
        var text = Seal(Pets);
        var (a, b) = (Line(text, "a", "security"), Line(text, "b", "security"));
        var moved = text.Replace(b, a.Replace("basic", "digest", StringComparison.Ordinal), StringComparison.Ordinal);

        Assert.Equal(
            "the sealed value of 'security.username' in [[endpoint]] 'b' is damaged, or was sealed for another place",
            Assert.Single(CatalogSecrets.Open("x", moved, Ours).Problems).Message);
    }

    [Theory]
    [InlineData("https://b", "https://evil")]
    [InlineData("\"$secret{who}\"", "\"$secret{what}\"")]
    public void What_is_not_secret_cannot_be_changed_either(string part, string other)
    {
        var text = Seal(Pets).Replace(part, other, StringComparison.Ordinal);

        Assert.EndsWith($"not {Pets.Bundle.Hash}: it was damaged", Assert.Single(CatalogSecrets.Open("x", text, Ours).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_that_looks_sealed_is_a_password()
    {
        var catalog = CatalogReader.Read("x", "[[endpoint]]\nname = \"a\"\nurl = \"https://a\"\nsecurity = { type = \"basic\", username = \"u\", password = \"$sealed{AAAA}\" }\n").Value!;

        Assert.Equal(catalog.Bundle, CatalogSecrets.Open("x", Seal(catalog), Ours).Value?.Bundle);
        Assert.Equal(catalog.Bundle, CatalogSecrets.Open("x", catalog.Bundle.Text, Ours).Value?.Bundle);
    }

    [Fact]
    public void Nobody_offers_a_sealed_catalog() => Assert.Equal(
        "deployment.toml:1:1: error: its secrets are sealed for one cluster's nodes\n    hint: Send the catalog as its author wrote it.",
        Assert.Single(OfferedCatalog.Read("deployment.toml", Seal(Pets), NoFiles.Instance).Result.Problems, problem => problem.Severity == Severity.Error).ToString());

    private static string Seal(Catalog catalog) => CatalogSecrets.Seal(catalog, Ours, () => RandomNumberGenerator.GetBytes(SecretSeal.NonceLength));

    private static string Line(string text, string endpoint, string key) => text.Split($"name = \"{endpoint}\"")[1].Split('\n').First(line => line.StartsWith(key, StringComparison.Ordinal));
}
