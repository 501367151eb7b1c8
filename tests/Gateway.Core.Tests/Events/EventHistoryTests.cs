using Gateway.Core.Events;

namespace Gateway.Core.Tests.Events;

public class EventHistoryTests
{
    [Fact]
    public void The_oldest_are_forgotten_beyond_the_bound_and_the_floor_says_so()
    {
        var history = Of(3, 1, 2, 3, 4, 5);

        Assert.Equal([3L, 4, 5], history.After(default).Select(placed => placed.Position.Number));
        Assert.Equal((new EventPosition(9, 2), new EventPosition(9, 5)), (history.Floor, history.Newest));
    }

    [Theory]
    [InlineData(0, "1 2 3 4")]
    [InlineData(1, "2 3 4")]
    [InlineData(3, "4")]
    [InlineData(4, "")]
    [InlineData(9, "")]
    public void What_lies_behind_a_place_comes_oldest_first(long seen, string behind) =>
        Assert.Equal(behind, string.Join(' ', Of(10, 1, 2, 3, 4).After(new EventPosition(9, seen)).Select(placed => placed.Position.Number)));

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void Who_has_seen_what_is_kept_or_the_last_that_is_not_misses_nothing(long seen, bool reaches) =>
        Assert.Equal(reaches, Of(3, 1, 2, 3, 4, 5).Reaches(new EventPosition(9, seen)));

    [Fact]
    public void Nothing_is_put_in_twice_or_before_what_is_there()
    {
        var history = Of(10, 1, 2, 3);

        Assert.False(history.Add(At(9, 3)));
        Assert.False(history.Add(At(9, 1)));
        Assert.False(history.Add(At(8, 70)));
        Assert.True(history.Add(At(10, 1)));
        Assert.Equal(4, history.Count);
    }

    [Theory]
    [InlineData("1764000000000-17", true)]
    [InlineData("0-0", true)]
    [InlineData("17", false)]
    [InlineData("-17", false)]
    [InlineData("1-", false)]
    [InlineData("1-+2", false)]
    [InlineData("1--2", false)]
    [InlineData("1-2 ", false)]
    [InlineData("99999999999999999999-1", false)]
    public void A_place_is_read_as_it_is_written_and_nothing_else_is(string text, bool isPlace)
    {
        Assert.Equal(isPlace, EventPosition.TryParse(text, out var position));
        Assert.Equal(isPlace ? text : "0-0", position.ToString());
    }

    internal static PlacedEvent At(long epoch, long number, string? id = null) =>
        new(new EventPosition(epoch, number), ClusterEvent.Of(EventKind.NodeJoined, $"n{number}") with { Id = id ?? $"old-{number}" });

    private static EventHistory Of(int most, params long[] numbers)
    {
        var history = new EventHistory(most);
        foreach (var number in numbers)
        {
            Assert.True(history.Add(At(9, number)));
        }

        return history;
    }
}
