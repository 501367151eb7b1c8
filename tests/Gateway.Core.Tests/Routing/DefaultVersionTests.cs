using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

/// <summary>The context without a version follows the default version that is deployed.</summary>
public class DefaultVersionTests
{
    [Theory]
    [InlineData(Lifecycle.Created, "1")]
    [InlineData(Lifecycle.Prototyped, null)]
    [InlineData(Lifecycle.Published, null)]
    [InlineData(Lifecycle.Blocked, null)]
    [InlineData(Lifecycle.Deprecated, null)]
    [InlineData(Lifecycle.Retired, "1")]
    public void A_marked_version_waits_until_it_is_deployed_and_two_that_are_deployed_are_a_conflict(Lifecycle second, string? owner)
    {
        var first = Apis.Versioned("/pets", "1", true);
        var other = Apis.Versioned("/pets", "2", true) with { Lifecycle = second };

        foreach (var apis in (ApiDefinition[][])[[first, other], [other, first]])
        {
            Assert.Equal(owner is null, ApiContexts.Conflicts([.. apis]).Length == 1);
            if (owner is not null)
            {
                Assert.Equal(owner, Apis.Table(apis).Ask("GET", "/pets/x").Api!.Definition.Version);
            }
        }
    }

    [Theory]
    [InlineData(Lifecycle.Created, true)]
    [InlineData(Lifecycle.Prototyped, true)]
    [InlineData(Lifecycle.Published, true)]
    [InlineData(Lifecycle.Blocked, true)]
    [InlineData(Lifecycle.Deprecated, true)]
    [InlineData(Lifecycle.Retired, false)]
    public void A_default_version_is_found_under_both_contexts_until_it_is_retired(Lifecycle state, bool found)
    {
        var table = Apis.Table(Apis.Versioned("/pets", "1", true) with { Lifecycle = state });

        Assert.Equal(found, table.Ask("GET", "/pets/x").Api is not null);
        Assert.Equal(found, table.Ask("GET", "/pets/1/x").Api is not null);
    }

    [Fact]
    public void What_is_retired_leaves_its_context_to_others()
    {
        var old = Apis.Versioned("/pets", "1", true) with { Lifecycle = Lifecycle.Retired, Name = "Old" };
        var table = Apis.Table(old, Apis.Versioned("/pets", "1", true) with { Name = "New" });

        Assert.Equal("New", table.Ask("GET", "/pets/1/x").Api!.Definition.Name);
        Assert.Equal(["Old", "New"], table.Apis.Select(api => api.Definition.Name));
    }
}
