using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

public class ContextTests
{
    private static readonly RouteTable Table = Apis.Table(
        Apis.Versioned("/petstore", "1.0.0", false),
        Apis.Versioned("/petstore", "2.0.0", true),
        Apis.Versioned("/petstore/1.0.0/deep", "1", false),
        Apis.Versioned("/{version}/ctx", "v1", true),
        Apis.Versioned("/api/developer/{version}", "3", false),
        Apis.Versioned("/same/1.0.0", "1.0.0", true),
        Apis.Versioned("/t/carbon.super/x", "1", false),
        Apis.Versioned("/a~b/caf\u00e9", "1", false));

    [Theory]
    [InlineData("/petstore/1.0.0", "/petstore 1.0.0", "")]
    [InlineData("/petstore/1.0.0/", "/petstore 1.0.0", "/")]
    [InlineData("/petstore/1.0.0/pets/7", "/petstore 1.0.0", "/pets/7")]
    [InlineData("/petstore/1.0.0?x=1", "/petstore 1.0.0", "")]
    [InlineData("/petstore/1.0.0/deep/1/x", "/petstore/1.0.0/deep 1", "/x")]
    [InlineData("/petstore/1.0.0/deep/x", "/petstore 1.0.0", "/deep/x")]
    [InlineData("/v1/ctx/a", "/{version}/ctx v1", "/a")]
    [InlineData("/ctx/a", "/{version}/ctx v1", "/a")]
    [InlineData("/api/developer/3", "/api/developer/{version} 3", "")]
    [InlineData("/t/carbon.super/x/1/y", "/t/carbon.super/x 1", "/y")]
    public void The_longest_context_that_ends_at_a_segment_is_found(string target, string api, string postfix)
    {
        var match = Table.Ask("GET", target);

        Assert.Equal(RouteOutcome.Found, match.Outcome);
        Assert.Equal(api, match.Api!.Definition.Name);
        Assert.Equal(postfix, Apis.Split(target).Path[match.PostfixStart..]);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("/petstor")]
    [InlineData("/petstores/2.0.0")]
    [InlineData("/Petstore/1.0.0")]
    [InlineData("//petstore/1.0.0")]
    [InlineData("/api/developer")]
    [InlineData("/{version}/ctx")]
    [InlineData("/petstore%2F1.0.0")]
    public void A_path_under_no_context_has_no_api(string path)
    {
        var match = Table.Ask("GET", path);

        Assert.Equal(RouteOutcome.NoApi, match.Outcome);
        Assert.Null(match.Api);
        Assert.Null(match.Resource);
    }

    [Theory]
    [InlineData("/petstore/pets", "/pets")]
    [InlineData("/petstore/1.0.1/pets", "/1.0.1/pets")]
    [InlineData("/petstore/2.0.0/pets", "/pets")]
    public void The_default_version_also_answers_without_its_version(string path, string postfix)
    {
        var match = Table.Ask("GET", path);

        Assert.Equal("/petstore 2.0.0", match.Api!.Definition.Name);
        Assert.Equal(postfix, path[match.PostfixStart..]);
    }

    [Theory]
    [InlineData("/same/1.0.0/x", "/x")]
    [InlineData("/same/1.0.0/1.0.0/x", "/x")]
    public void A_context_whose_last_segment_equals_the_version_still_works_without_version(string path, string postfix) =>
        Assert.Equal(postfix, path[Table.Ask("GET", path).PostfixStart..]);

    [Fact]
    public void A_versioned_context_comes_before_a_longer_one_without_version()
    {
        var table = Apis.Table(Apis.Versioned("/a/1/b", "9", true), Apis.Versioned("/a", "1", false));

        Assert.Equal("/a 1", table.Ask("GET", "/a/1/b/c").Api!.Definition.Name);
        Assert.Equal("/a/1/b 9", table.Ask("GET", "/a/1/b/9").Api!.Definition.Name);
    }

    [Fact]
    public void Of_two_contexts_without_version_the_longer_one_is_found()
    {
        var table = Apis.Table(Apis.Versioned("/a", "1", true), Apis.Versioned("/a/b", "2", true));

        Assert.Equal("/a/b 2", table.Ask("GET", "/a/b/c").Api!.Definition.Name);
        Assert.Equal("/a 1", table.Ask("GET", "/a/c").Api!.Definition.Name);
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/x", "/x")]
    [InlineData("/1.0.0x", "/1.0.0x")]
    [InlineData("/1.0.0/x", "/x")]
    [InlineData("", "")]
    public void The_context_slash_takes_everything_that_no_other_takes(string path, string postfix)
    {
        var table = Apis.Table(Apis.Versioned("/", "1.0.0", true), Apis.Versioned("/other", "1", false));

        Assert.Equal("/ 1.0.0", table.Ask("GET", path).Api!.Definition.Name);
        Assert.Equal(postfix, path[table.Ask("GET", path).PostfixStart..]);
        Assert.Equal("/other 1", table.Ask("GET", "/other/1/x").Api!.Definition.Name);
    }

    [Theory]
    [InlineData("/%70etstore/1.0.0/p%65ts", "/petstore 1.0.0", "/p%65ts")]
    [InlineData("/petstore/1%2E0.0", "/petstore 1.0.0", "")]
    [InlineData("/a%7Eb/caf%c3%a9/1/x%2fy", "/a~b/caf\u00e9 1", "/x%2fy")]
    [InlineData("/a~b/caf%C3%A9/1", "/a~b/caf\u00e9 1", "")]
    public void Escapes_that_mean_the_same_are_compared_as_equal_and_stay_as_they_are(string path, string api, string postfix)
    {
        var match = Table.Ask("GET", path);

        Assert.Equal(api, match.Api!.Definition.Name);
        Assert.Equal(postfix, path[match.PostfixStart..]);
    }

    [Fact]
    public void A_path_longer_than_the_stack_buffer_is_read_all_the_same()
    {
        var path = "/%70etstore/1.0.0/" + string.Concat(Enumerable.Repeat("%7e", 3000));

        Assert.Equal("/petstore 1.0.0", Table.Ask("GET", path).Api!.Definition.Name);
        Assert.Equal("/%70etstore/1.0.0".Length, Table.Ask("GET", path).PostfixStart);
    }

    [Theory]
    [InlineData("/%7", RouteOutcome.NoApi)]
    [InlineData("/petstore/1.0.0/%", RouteOutcome.Found)]
    [InlineData("/petstore/1.0.0/%zz%70", RouteOutcome.Found)]
    public void A_broken_escape_is_no_error(string path, RouteOutcome outcome) => Assert.Equal(outcome, Table.Ask("GET", path).Outcome);

    [Fact]
    public void Two_apis_with_one_context_are_named_as_a_conflict_and_refused()
    {
        var first = Apis.Versioned("/a/b", "1", false);
        var second = Apis.Versioned("/a", "b/1", false);
        var defaultOne = Apis.Versioned("/c", "1", true);
        var defaultTwo = Apis.Versioned("/c/", "2", true);

        var conflicts = ApiContexts.Conflicts([first, second, defaultOne, defaultTwo]);

        Assert.Equal([new ContextConflict("/a/b/1", first, second), new ContextConflict("/c", defaultOne, defaultTwo)], conflicts.AsEnumerable());
        Assert.Throws<ArgumentException>(() => Apis.Table(first, second));
    }

    [Theory]
    [InlineData("/petstore", "1", "/petstore/1", "/petstore")]
    [InlineData("/petstore/", "1", "/petstore//1", "/petstore")]
    [InlineData("/{version}/ctx", "1", "/1/ctx", "/ctx")]
    [InlineData("/a/{version}/b", "1", "/a/1/b", "/a/b")]
    [InlineData("/a/{version}", "1", "/a/1", "/a")]
    [InlineData("/{version}", "1", "/1", "")]
    [InlineData("/{version}/{version}/a", "1", "/1/1/a", "/a")]
    [InlineData("/v{version}/a", "1", "/v1/a", "/v/a")]
    [InlineData("/", "1", "/1", "")]
    public void An_api_has_a_context_with_and_one_without_version(string context, string version, string with, string without)
    {
        var api = Apis.Versioned(context, version, true);

        Assert.Equal(with, ApiContexts.Versioned(api));
        Assert.Equal(without, ApiContexts.Unversioned(api));
    }

    [Fact]
    public void An_empty_table_finds_nothing() => Assert.Equal(RouteOutcome.NoApi, Apis.Table().Ask("GET", "/a").Outcome);
}
