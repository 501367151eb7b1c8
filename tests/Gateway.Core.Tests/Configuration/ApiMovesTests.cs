using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Moves;
using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Configuration;

public class ApiMovesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, 123, TimeSpan.Zero);

    public static TheoryData<Lifecycle, Lifecycle> EveryPair()
    {
        var data = new TheoryData<Lifecycle, Lifecycle>();
        foreach (var from in Enum.GetValues<Lifecycle>())
        {
            foreach (var to in Enum.GetValues<Lifecycle>())
            {
                data.Add(from, to);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void A_move_follows_the_life_cycle_and_the_catalog_is_then_the_file_with_that_state(Lifecycle from, Lifecycle to)
    {
        var catalog = Catalog(Pets("1", from));

        var decision = ApiMoves.Decide(catalog, 7, To("1", to), Noon);

        if (from == to)
        {
            Assert.Equal((MoveStatus.Unchanged, from, null), (decision.Status, decision.To, decision.Bundle));
        }
        else if (LifecycleRules.Between(from, to) is { } action)
        {
            Assert.Equal((MoveStatus.Moved, from, to, action), (decision.Status, decision.From, decision.To, decision.Action));
            var told = to == Lifecycle.Deprecated ? "deprecated = { since = 2026-01-31T12:00:00Z }" : "";
            Assert.Equal(Catalog(Pets("1", to, told)).Bundle, decision.Bundle);
        }
        else
        {
            Assert.Equal((MoveStatus.Refused, from, null), (decision.Status, decision.To, decision.Bundle));
            Assert.StartsWith($"'Pets' 1 is {LifecycleWords.Of(from)} and cannot be moved to {LifecycleWords.Of(to)}. ", decision.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_refusal_says_where_the_API_can_go()
    {
        Assert.Equal(
            "'Pets' 1 is BLOCKED and cannot be moved by 'Retire'. It can be moved to DEPRECATED (Deprecate), to PUBLISHED (Re-Publish).",
            ApiMoves.Decide(Catalog(Pets("1", Lifecycle.Blocked)), 7, new ApiMove("Pets", "1", null, LifecycleAction.Retire, 0), Noon).Reason);
        Assert.EndsWith("From there it cannot be moved at all.",
            ApiMoves.Decide(Catalog(Pets("1", Lifecycle.Retired)), 7, To("1", Lifecycle.Created), Noon).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Lifecycle.Published, LifecycleAction.Publish, MoveStatus.Unchanged)]
    [InlineData(Lifecycle.Prototyped, LifecycleAction.DeployAsPrototype, MoveStatus.Unchanged)]
    [InlineData(Lifecycle.Blocked, LifecycleAction.Block, MoveStatus.Refused)]
    [InlineData(Lifecycle.Blocked, LifecycleAction.Publish, MoveStatus.Refused)]
    [InlineData(Lifecycle.Blocked, LifecycleAction.RePublish, MoveStatus.Moved)]
    public void An_action_is_taken_at_its_word(Lifecycle from, LifecycleAction action, MoveStatus status) => Assert.Equal(
        status, ApiMoves.Decide(Catalog(Pets("1", from)), 7, new ApiMove("Pets", "1", null, action, 0), Noon).Status);

    [Theory]
    [InlineData("Pets", "2", 0, MoveStatus.NoSuchApi)]
    [InlineData("pets", "1", 0, MoveStatus.NoSuchApi)]
    [InlineData("Pets", "1", 6, MoveStatus.RevisionMovedOn)]
    [InlineData("Pets", "1", 7, MoveStatus.Moved)]
    [InlineData("Pets", "1", 8, MoveStatus.RevisionMovedOn)]
    public void A_move_names_an_API_that_is_there_and_a_revision_that_runs(string name, string version, long expect, MoveStatus status)
    {
        var decision = ApiMoves.Decide(Catalog(Pets("1", Lifecycle.Published)), 7, new ApiMove(name, version, Lifecycle.Blocked, null, expect), Noon);

        Assert.Equal((status, status == MoveStatus.Moved), (decision.Status, decision.Bundle is not null));
        Assert.Equal(status == MoveStatus.Moved, decision.Reason.Length == 0);
    }

    [Theory]
    [InlineData("type = \"prototype\"\nurl = \"http://p\"")]
    [InlineData("type = \"failover\"\nmembers = [{ name = \"b\", type = \"prototype\", url = \"http://p\" }]")]
    public void A_prototype_endpoint_is_not_left_behind_in_service(string endpoint)
    {
        var catalog = CatalogReader.Read("x", $"[[endpoint]]\nname = \"a\"\n{endpoint}\n{Pets("1", Lifecycle.Prototyped)}").Value!;

        var decision = ApiMoves.Decide(catalog, 7, To("1", Lifecycle.Published), Noon);

        Assert.Equal(MoveStatus.Refused, decision.Status);
        Assert.StartsWith("The catalog would not be sound: [[api]] 'Pets' is PUBLISHED, but goes to the prototype endpoint 'a'.", decision.Reason, StringComparison.Ordinal);
        Assert.Equal(MoveStatus.Moved, ApiMoves.Decide(catalog, 7, To("1", Lifecycle.Created), Noon).Status);
    }

    [Fact]
    public void A_mock_is_not_left_behind_in_service_and_its_file_stays_in_the_bundle()
    {
        var catalog = CatalogReader.Read("x", $"""
            {Pets("1", Lifecycle.Prototyped).Replace("endpoint = \"a\"\n", "", StringComparison.Ordinal)}
            [[api.resource]]
            path = "/x"
            methods = ["GET"]
            mock = {"{"} script = "x.js" {"}"}
            [[file]]
            path = "x.js"
            text = "mc.setProperty('HTTP_SC', '203');"
            """).Value!;

        var refused = ApiMoves.Decide(catalog, 7, To("1", Lifecycle.Published), Noon);
        var moved = ApiMoves.Decide(catalog, 7, To("1", Lifecycle.Created), Noon);

        Assert.Contains("[[api]] 'Pets' is PUBLISHED, but its resource /x has a mock.", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(
            catalog.Bundle.Text.Replace("PROTOTYPED", "CREATED", StringComparison.Ordinal), moved.Bundle!.Text);
        Assert.Contains("[[file]]\npath = \"x.js\"", moved.Bundle.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sequence_that_goes_to_a_prototype_endpoint_is_not_left_behind_either()
    {
        var catalog = CatalogReader.Read("x", $"""
            [[endpoint]]
            name = "a"
            url = "http://a"
            [[endpoint]]
            name = "p"
            type = "prototype"
            url = "http://p"
            {Pets("1", Lifecycle.Prototyped, "in_sequence = \"in.xml\"")}
            [[file]]
            path = "in.xml"
            text = "<sequence><send><endpoint key='p'/></send></sequence>"
            """).Value!;

        Assert.Contains(
            "[[api]] 'Pets' is PUBLISHED, but a sequence of it goes to the prototype endpoint 'p'.",
            ApiMoves.Decide(catalog, 7, To("1", Lifecycle.Published), Noon).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_API_without_an_endpoint_can_be_made_but_not_published()
    {
        var catalog = CatalogReader.Read("x", Pets("1", Lifecycle.Created).Replace("endpoint = \"a\"\n", "", StringComparison.Ordinal)).Value!;

        Assert.Contains("has no endpoint", ApiMoves.Decide(catalog, 7, To("1", Lifecycle.Published), Noon).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_version_takes_the_mark_from_the_one_before_when_it_is_published()
    {
        var catalog = Catalog(Pets("1", Lifecycle.Published, "default_version = true"), Pets("2", Lifecycle.Created, "default_version = true"));

        var decision = ApiMoves.Decide(catalog, 7, To("2", Lifecycle.Published), Noon);

        Assert.Equal(("1", MoveStatus.Moved), (decision.DefaultTakenFrom, decision.Status));
        Assert.Equal(Catalog(Pets("1", Lifecycle.Published), Pets("2", Lifecycle.Published, "default_version = true")).Bundle, decision.Bundle);
    }

    [Theory]
    [InlineData("deprecated = { since = 2025-01-01 }", "since = 2025-01-01T00:00:00Z")]
    [InlineData("deprecated = { sunset = 2025-01-01 }", "since = 2025-01-01T00:00:00Z, sunset = 2025-01-01T00:00:00Z")]
    [InlineData("deprecated = { sunset = 2027-01-01, link = \"/why\" }", "since = 2026-01-31T12:00:00Z, sunset = 2027-01-01T00:00:00Z, link = \"/why\"")]
    public void The_day_of_a_deprecation_is_the_one_written_down_else_that_of_the_move(string prepared, string told) => Assert.Contains(
        $"deprecated = {{ {told} }}",
        ApiMoves.Decide(Catalog(Pets("1", Lifecycle.Published, prepared)), 7, To("1", Lifecycle.Deprecated), Noon).Bundle!.Text, StringComparison.Ordinal);

    private static ApiMove To(string version, Lifecycle state) => new("Pets", version, state, null, 0);

    private static Core.Configuration.Catalog Catalog(params string[] apis) =>
        CatalogReader.Read("x", $"[[endpoint]]\nname = \"a\"\nurl = \"http://a\"\n{string.Concat(apis)}").Value!;

    private static string Pets(string version, Lifecycle state, string more = "") =>
        $"[[api]]\nname = \"Pets\"\ncontext = \"/pets\"\nversion = \"{version}\"\nlifecycle = \"{LifecycleWords.Of(state)}\"\nendpoint = \"a\"\n{more}\n";
}
