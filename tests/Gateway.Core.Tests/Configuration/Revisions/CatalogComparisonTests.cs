using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Revisions;

namespace Gateway.Core.Tests.Configuration.Revisions;

/// <summary>What a plan tells: what changes, and what becomes of live state.</summary>
public sealed class CatalogComparisonTests
{
    private const string A = "[[endpoint]]\nname = \"a\"\nurl = \"http://a\"\n";
    private const string B = "[[endpoint]]\nname = \"b\"\nurl = \"http://b\"\n";
    private const string Pets = "[[endpoint]]\nname = \"pets\"\ntype = \"load_balance\"\nmembers = [\"a\", \"b\"]\n";
    private const string Api = "[[api]]\nname = \"Pets\"\ncontext = \"/pets\"\nversion = \"1\"\nendpoint = \"pets\"\n";

    [Fact]
    public void The_same_catalog_in_other_words_is_no_difference()
    {
        var difference = Of(A + B + Pets + Api, $"# a remark\n{Api}{Pets}{B}weight = 1\n{A}");

        Assert.True(difference.IsEmpty);
        Assert.Empty(difference.Effects);
    }

    [Fact]
    public void Everything_of_a_first_catalog_is_new_and_nothing_lives_yet()
    {
        var difference = CatalogComparison.Of(null, Read(A + B + Pets + Api));

        Assert.Equal(["a", "b", "pets"], difference.Endpoints.Select(change => change.Name));
        Assert.All(difference.Endpoints, change => Assert.Equal(ChangeKind.Added, change.Change));
        Assert.Equal(new ApiChange(ChangeKind.Added, "Pets", "1", []), Assert.Single(difference.Apis) with { Keys = [] });
        Assert.Empty(difference.Effects);
    }

    [Fact]
    public void A_change_names_its_keys_and_never_their_values()
    {
        const string Secret = "security = { type = \"basic\", username = \"u\", password = \"geheim\" }\n";
        var difference = Of(A + B + Pets + Api, $"{A}{Secret}weight = 5\n{B}{Pets}{Api}[[api.resource]]\npath = \"/x\"\nmethods = [\"GET\"]\n");

        var change = Assert.Single(difference.Endpoints);
        Assert.Equal((ChangeKind.Changed, "a", "http"), (change.Change, change.Name, change.Type));
        Assert.Equal(["security", "weight"], change.Keys.Order());
        Assert.Equal("resource", Assert.Single(Assert.Single(difference.Apis).Keys));
        Assert.DoesNotContain("geheim", string.Join(' ', difference.Endpoints.SelectMany(all => all.Keys).Concat(difference.Effects)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_of_another_type_is_changed_in_its_type()
    {
        var change = Assert.Single(Of(A + B + Pets + Api, A + B + Pets.Replace("load_balance", "failover", StringComparison.Ordinal) + Api).Endpoints);

        Assert.Equal(("pets", "failover"), (change.Name, change.Type));
        Assert.Equal("type", Assert.Single(change.Keys));
    }

    public static TheoryData<string, string, string[]> Effects => new()
    {
        { A + B + Pets + Api, A + B + Pets + Api + "default_version = true\n", [] },
        {
            A + B + Pets + Api, A + Pets.Replace(", \"b\"", "", StringComparison.Ordinal) + Api,
            [
                "member 'b' of 'pets' gets no new requests: those under way finish, its state is forgotten",
                "'pets' is dealt by a new ring; its cursor goes on where it is, and the states of 'a' are kept",
            ]
        },
        {
            A + B + Pets + "session = { type = \"client_id\" }\n" + Api, A + Pets.Replace(", \"b\"", "", StringComparison.Ordinal) + "session = { type = \"client_id\" }\n" + Api,
            [
                "member 'b' of 'pets' gets no new requests: those under way finish, its state is forgotten, its sessions go on at other members",
                "'pets' is dealt by a new ring; its cursor goes on where it is, and the states of 'a' are kept",
            ]
        },
        {
            A + B + Pets + Api, A + B + "[[endpoint]]\nname = \"c\"\nurl = \"http://c\"\n" + Pets.Replace("\"b\"", "\"b\", \"c\"", StringComparison.Ordinal) + Api,
            ["member 'c' of 'pets' begins active", "'pets' is dealt by a new ring; its cursor goes on where it is, and the states of 'a', 'b' are kept"]
        },
        {
            A + B + Pets + Api, A + "weight = 5\n" + B + Pets + Api,
            ["'pets' is dealt by a new ring; its cursor goes on where it is, and the states of 'a', 'b' are kept"]
        },
        {
            A + B + Pets + Api, A.Replace("http://a", "http://elsewhere", StringComparison.Ordinal) + B + Pets + Api,
            ["member 'a' of 'pets' keeps its state, though its address is another one: members are known by name"]
        },
        {
            A + B + Pets + Api, A + B + Pets + Api.Replace("\"pets\"\n", "\"a\"\n", StringComparison.Ordinal),
            ["'a' comes into use", "'pets' is used by no API any more: its requests under way finish, and its members are no longer checked"]
        },
        {
            A + B + Pets + Api, A + B + Pets + Api.Replace("version = \"1\"", "version = \"2\"", StringComparison.Ordinal),
            ["API 'Pets' 1 answers 404 as soon as an edge adopts the revision"]
        },
        {
            A + B + Pets + Api, A + B + Pets + Api.Replace("\"/pets\"", "\"/animals\"", StringComparison.Ordinal) + "lifecycle = \"BLOCKED\"\n",
            ["API 'Pets' 1 answers at /animals/1, and no longer at /pets/1", "API 'Pets' 1 goes from PUBLISHED to BLOCKED"]
        },
        {
            A + B + Pets + "session = { type = \"client_id\" }\n" + Api, A + B + Pets + Api,
            ["'pets' knows no sessions any more"]
        },
    };

    [Theory]
    [MemberData(nameof(Effects))]
    public void What_becomes_of_live_state_is_told(string before, string after, string[] effects) => Assert.Equal(effects, Of(before, after).Effects);

    private static CatalogDifference Of(string before, string after) => CatalogComparison.Of(Read(before), Read(after));

    private static Catalog Read(string text)
    {
        var read = CatalogReader.Read("catalog.toml", text);
        return read.Value ?? throw new ArgumentException(string.Join('\n', read.Problems), nameof(text));
    }
}
