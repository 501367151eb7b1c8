using Gateway.Core.Configuration.Revisions;

namespace Gateway.Core.Tests.Configuration.Revisions;

/// <summary>Which edges are there, which are missing, and what each serves.</summary>
public sealed class EdgeRosterTests
{
    [Theory]
    [InlineData(8, 0, "", EdgeState.Current)]
    [InlineData(9, 0, "", EdgeState.Current)]
    [InlineData(7, 0, "", EdgeState.Behind)]
    [InlineData(7, 12_000, "", EdgeState.Behind)]
    [InlineData(7, 12_001, "", EdgeState.Missing)]
    [InlineData(7, 0, "no password", EdgeState.Refused)]
    [InlineData(7, 12_001, "no password", EdgeState.Missing)]
    [InlineData(8, 300_000, "", EdgeState.Current)]
    public void An_edge_stands_to_the_running_revision_as_its_last_word_says(long revision, long seenMsAgo, string fault, EdgeState expected) =>
        Assert.Equal(expected, new EdgeStanding("edge-1", revision, fault, seenMsAgo).StateAt(8));

    [Fact]
    public void A_new_activation_has_settled_when_every_edge_has_had_the_time_for_a_word()
    {
        var roster = new EdgeRoster(Seconds(100), isAlone: false);

        roster.Attend(Word("edge-1", 7), Seconds(101));

        Assert.False(roster.IsSettled(Seconds(105.9)));
        Assert.True(roster.IsSettled(Seconds(106)));
    }

    [Fact]
    public void Where_there_is_one_edge_and_never_another_its_first_word_settles_it()
    {
        var roster = new EdgeRoster(Seconds(0), isAlone: true);
        Assert.False(roster.IsSettled(Seconds(60)));

        roster.Attend(Word("edge-1", 7), Seconds(60));

        Assert.True(roster.IsSettled(Seconds(60)));
    }

    [Fact]
    public void An_edge_that_falls_silent_is_told_for_ten_minutes_and_then_forgotten()
    {
        var roster = new EdgeRoster(Seconds(0), isAlone: false);
        roster.Attend(Word("edge-2", 8), Seconds(10));
        roster.Attend(Word("edge-1", 7), Seconds(0));

        Assert.Equal([new("edge-1", 7, "", 600_000), new("edge-2", 8, "", 590_000)], roster.List(Seconds(600)).ToArray());
        Assert.Equal(["edge-2"], roster.List(Seconds(600.001)).Select(edge => edge.Node));
    }

    [Fact]
    public void An_edge_that_says_goodbye_is_missed_by_nobody_but_one_that_has_started_anew_stays()
    {
        var roster = new EdgeRoster(Seconds(0), isAlone: false);
        var (old, young) = (Word("edge-1", 7), Word("edge-1", 8));
        roster.Attend(old, Seconds(0));
        roster.Attend(young, Seconds(1));

        roster.Leave("edge-1", old.Ear);
        Assert.Equal(8, Assert.Single(roster.List(Seconds(2))).Revision);

        roster.Leave("edge-1", young.Ear);
        Assert.Empty(roster.List(Seconds(2)));
    }

    [Fact]
    public void No_more_edges_are_remembered_than_there_is_room_for()
    {
        var roster = new EdgeRoster(Seconds(0), isAlone: false);
        for (var i = 0; i <= EdgeRoster.MostEdges; i++)
        {
            roster.Attend(Word($"edge-{i}", 1), Seconds(1));
        }

        roster.Attend(Word("edge-0", 2), Seconds(2));

        Assert.Equal(EdgeRoster.MostEdges, roster.List(Seconds(3)).Length);
        Assert.Equal(2, roster.List(Seconds(3))[0].Revision);
    }

    private static EdgeAttendance Word(string node, long revision) => new(node, Guid.NewGuid(), revision, "");

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
