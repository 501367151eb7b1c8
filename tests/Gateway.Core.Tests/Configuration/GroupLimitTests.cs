using System.Text;
using Gateway.Core.Configuration;

namespace Gateway.Core.Tests.Configuration;

public sealed class GroupLimitTests
{
    private const string Leaf = "[[endpoint]]\nname = \"g0\"\nurl = \"http://a\"\n";

    [Theory]
    [InlineData(16, null)]
    [InlineData(17, "below [[endpoint]] 'g17' groups are nested deeper than 16")]
    [InlineData(5000, "below [[endpoint]] 'g17' groups are nested deeper than 16")]
    public void Groups_may_be_nested_so_deep_and_no_deeper(int depth, string? problem)
    {
        var text = new StringBuilder(Leaf);
        for (var i = 1; i <= depth; i++)
        {
            var type = i % 2 == 0 ? "failover" : "load_balance";
            text.Append($"[[endpoint]]\nname = \"g{i}\"\ntype = \"{type}\"\nmembers = [\"g{i - 1}\"]\n");
        }

        Assert.Equal(problem, Reading.Read(text.ToString()).Problems.SingleOrDefault()?.Message);
    }

    [Theory]
    [InlineData(1000, null)]
    [InlineData(1001, "[[endpoint]] 'g' has 1001 members, but may have 1000")]
    public void A_group_may_have_so_many_members_and_no_more(int count, string? problem)
    {
        var members = Enumerable.Range(0, count).Select(i => $"{{ name = \"m{i}\", url = \"http://m\" }}");
        var text = $"[[endpoint]]\nname = \"g\"\ntype = \"failover\"\nmembers = [{string.Join(", ", members)}]\n";

        Assert.Equal(problem, Reading.Read(text).Problems.SingleOrDefault()?.Message);
    }

    [Theory]
    [InlineData("1023B", false)]
    [InlineData("1KiB", true)]
    [InlineData("1024MiB", true)]
    [InlineData("1025MiB", false)]
    [InlineData("17179869185GiB", false)]
    [InlineData("-1KiB", false)]
    [InlineData("1.5KiB", false)]
    [InlineData("KiB", false)]
    [InlineData("1 KiB", false)]
    public void A_replay_limit_is_a_size_within_bounds(string size, bool isGood) => Assert.Equal(
        isGood,
        Reading.Read($"{Leaf}[[endpoint]]\nname = \"g\"\ntype = \"failover\"\nmembers = [\"g0\"]\nreplay_limit = \"{size}\"\n")
            .Value is not null);

    [Fact]
    public void The_limits_of_a_text_are_the_same_when_it_comes_as_a_revision() => Assert.Equal(
        Severity.Error, Assert.Single(CatalogReader.Read("revision 7", $"{Leaf}weight = 0\n").Problems).Severity);
}
