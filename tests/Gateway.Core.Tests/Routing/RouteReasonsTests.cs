using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

/// <summary>Why a request does not go to the other APIs and resources.</summary>
public class RouteReasonsTests
{
    [Theory]
    [InlineData("/pets/1.0.0/1", "pets 2: the path does not begin with /pets/2.0.0", "pets default: it answers there as the default version only; /pets/1.0.0 comes first")]
    [InlineData("/pets/1.0.0/a/1.0.0/x", "pets 1: its context is shorter; /pets/1.0.0/a/1.0.0 comes first")]
    [InlineData("/pets/9.9.9/a", "pets 1: the path does not begin with /pets/1.0.0")]
    [InlineData("/nowhere", "other: it is RETIRED", "pets default: the path begins neither with /pets/3.0.0 nor with /pets")]
    public void Each_other_API_has_its_reason(string path, params string[] expected)
    {
        var names = new[] { "pets 1", "pets 2", "pets default", "deep", "other" };
        ApiDefinition[] apis =
        [
            Apis.Versioned("/pets", "1.0.0", false), Apis.Versioned("/pets", "2.0.0", false), Apis.Versioned("/pets", "3.0.0", true),
            Apis.Versioned("/pets/1.0.0/a", "1.0.0", false), Apis.Versioned("/other", "1.0.0", false) with { Lifecycle = Lifecycle.Retired },
        ];
        apis = [.. apis.Select((api, i) => api with { Name = names[i] })];
        var table = RouteTable.Build([.. apis]);

        var told = RouteReasons.OfOtherApis(table, path, table.Match(path, "", "GET").Api).Select(other => $"{other.Api.Name}: {other.Why}").ToArray();

        Assert.All(expected, reason => Assert.Contains(reason, told));
    }

    [Fact]
    public void With_an_answer_what_has_nothing_to_do_with_it_is_left_out()
    {
        var table = RouteTable.Build([Apis.Api("/pets") with { Name = "pets" }, Apis.Api("/shops") with { Name = "shops" }]);

        Assert.Empty(RouteReasons.OfOtherApis(table, "/pets/1.0.0/1", table.Apis[0]));
        Assert.Equal(2, RouteReasons.OfOtherApis(table, "/x", null).Length);
    }

    [Fact]
    public void Each_other_resource_has_its_reason()
    {
        var api = Apis.Api("/pets", "GET /pets/{id}", "POST /pets/{id}", "GET /shops", "GET /*");
        var chosen = RouteTable.Build([api]).Match("/pets/1.0.0/pets/1", "", "GET").Resource!.Definition;

        Assert.Equal(
            [
                "/pets/{id}: the path matches, GET is not among its methods", "/shops: the path does not match", "/*: it matches too; /pets/{id} comes first",
            ],
            RouteReasons.OfOtherResources(api, "/pets/1.0.0/pets/1", "", "GET", chosen).Select(other => $"{other.Resource.Path}: {other.Why}"));
        Assert.Equal(4, RouteReasons.OfOtherResources(api, "/pets/1.0.0/none", "", "PUT", null).Length);
    }
}
