using Gateway.Core.Configuration.Revisions;

namespace Gateway.Core.Tests.Configuration.Revisions;

/// <summary>Rounds in which edges look at a catalog before it becomes a revision.</summary>
public sealed class CheckRoundsTests
{
    private readonly CheckRounds _rounds = new();

    [Fact]
    public void A_round_gathers_one_verdict_of_each_edge_the_last_one_counts()
    {
        _rounds.Begin("t", "text", Seconds(0));
        _rounds.Judge("t", new EdgeVerdict("edge-2", []));
        _rounds.Judge("t", new EdgeVerdict("edge-1", ["no password"]));
        _rounds.Judge("t", new EdgeVerdict("edge-1", []));
        _rounds.Judge("another", new EdgeVerdict("edge-3", []));

        Assert.Equal("text", _rounds.TextOf("t"));
        Assert.Equal([("edge-1", 0), ("edge-2", 0)], _rounds.VerdictsOf("t")!.Value.Select(verdict => (verdict.Node, verdict.Problems.Length)));
        Assert.Null(_rounds.VerdictsOf("another"));
    }

    [Fact]
    public void A_round_that_has_begun_goes_on_when_it_is_begun_again()
    {
        _rounds.Begin("t", "text", Seconds(0));
        _rounds.Judge("t", new EdgeVerdict("edge-1", []));

        Assert.True(_rounds.Begin("t", "text", Seconds(1)));

        Assert.Single(_rounds.VerdictsOf("t")!.Value);
    }

    [Fact]
    public void There_are_four_rounds_at_once_and_one_that_is_left_alone_makes_room_after_half_a_minute()
    {
        for (var i = 1; i <= CheckRounds.MostRounds; i++)
        {
            Assert.True(_rounds.Begin($"t{i}", "text", Seconds(i)));
        }

        Assert.False(_rounds.Begin("t5", "text", Seconds(31)));
        Assert.True(_rounds.Begin("t5", "text", Seconds(31.001)));
        Assert.Null(_rounds.TextOf("t1"));

        _rounds.End("t2");
        Assert.True(_rounds.Begin("t6", "text", Seconds(31.001)));
    }

    [Fact]
    public void Edges_are_asked_again_each_second()
    {
        _rounds.Begin("t", "text", Seconds(0));

        Assert.False(_rounds.IsDue("t", Seconds(0.9)));
        Assert.True(_rounds.IsDue("t", Seconds(1.0)));
        Assert.False(_rounds.IsDue("t", Seconds(1.9)));
        Assert.True(_rounds.IsDue("t", Seconds(2.0)));
        Assert.False(_rounds.IsDue("another", Seconds(9)));
    }

    [Fact]
    public void Of_one_edge_twenty_problems_are_taken()
    {
        _rounds.Begin("t", "text", Seconds(0));

        _rounds.Judge("t", new EdgeVerdict("edge-1", [.. Enumerable.Range(0, 30).Select(i => $"{i}")]));

        Assert.Equal(CheckRounds.MostProblems, Assert.Single(_rounds.VerdictsOf("t")!.Value).Problems.Length);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
