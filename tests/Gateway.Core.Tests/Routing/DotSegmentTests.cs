using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

public class DotSegmentTests
{
    [Theory]
    [InlineData("/a/b/c/./../../g", "/a/g")]
    [InlineData("/mid/content=5/../6", "/mid/6")]
    [InlineData("/.", "/")]
    [InlineData("/..", "/")]
    [InlineData("/a/.", "/a/")]
    [InlineData("/a/..", "/")]
    [InlineData("/a/b/..", "/a/")]
    [InlineData("/../../a", "/a")]
    [InlineData("/a/../../../b", "/b")]
    [InlineData("/a/%2e%2E/b", "/b")]
    [InlineData("/a/.%2e/b", "/b")]
    [InlineData("/a/%2E/b%2e", "/a/b%2e")]
    [InlineData("/a//../b", "/a/b")]
    [InlineData("/a/./%2F", "/a/%2F")]
    [InlineData("/x/1.0/.well/../y", "/x/1.0/y")]
    public void Dot_segments_are_seen_and_removed_and_nothing_else_is_changed(string path, string expected)
    {
        Assert.True(DotSegments.Contain(path));
        Assert.Equal(expected, DotSegments.Remove(path));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/petstore/1.0.0/pets")]
    [InlineData("/...")]
    [InlineData("/.well-known/x")]
    [InlineData("/..a/b..")]
    [InlineData("/a//b/")]
    [InlineData("/%2e%2e%2f")]
    [InlineData("/%2eabc/%2f")]
    [InlineData("/a%2e%2e/b")]
    public void A_path_without_dot_segments_stays_the_same_text(string path)
    {
        Assert.False(DotSegments.Contain(path));
        Assert.Same(path, DotSegments.Remove(path));
    }
}
