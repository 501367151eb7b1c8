using Gateway.Core.Groups;
using static Gateway.Core.Tests.Groups.Plans;

namespace Gateway.Core.Tests.Groups;

public class GroupMachineTests
{
    private static readonly Epoch Seventh = new(7, 1);
    private static readonly Guid One = Id(1);
    private static readonly Guid Two = Id(2);

    private readonly GroupMachine _machine = new(Seventh, Stored("a b c", checkpoint: 10));
    private TimeSpan _now = TimeSpan.FromSeconds(1);

    [Fact]
    public void An_activation_starts_at_the_stored_checkpoint_with_the_stored_members()
    {
        Assert.Equal(new Stamp(Seventh, 1), _machine.Snapshot.Stamp);
        Assert.Equal(10, _machine.NextOffset);
        Assert.Equal(10, _machine.Snapshot.RingBase);
        Assert.Equal(1, _machine.Snapshot.RingVersion);
        Assert.Equal("a b c", RingOf(_machine.Snapshot));
        Assert.Equal(1, _machine.Revision);
    }

    [Fact]
    public void Turns_are_dealt_gap_free_over_all_edges()
    {
        Assert.Equal((10, 3), Range(Take(One, 1, 3)));
        Assert.Equal((13, 1), Range(Take(Two, 1, 1)));
        Assert.Equal((14, 2), Range(Take(One, 2, 2)));
        Assert.Equal(16, _machine.NextOffset);
    }

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 4096)]
    [InlineData(int.MaxValue, 4096)]
    public void One_call_is_dealt_one_turn_at_least_and_4096_at_most(int asked, int dealt)
    {
        Assert.Equal((10, dealt), Range(Take(One, 1, asked)));
        Assert.Equal(10 + dealt, _machine.NextOffset);
    }

    [Fact]
    public void The_same_seq_is_answered_word_for_word_even_when_more_is_asked_and_the_ring_has_changed()
    {
        var first = Take(One, 4, 3);
        Assert.True(_machine.Adopt(Group("a b"), 2));

        Assert.Same(first, Take(One, 4, 9));
        Assert.Equal(13, _machine.NextOffset);
        Assert.Equal(1, first.RingVersion);
    }

    [Fact]
    public void The_same_seq_of_another_edge_is_another_call()
    {
        Take(One, 4, 3);

        Assert.Equal((13, 3), Range(Take(Two, 4, 3)));
    }

    [Fact]
    public void An_older_seq_is_dealt_nothing()
    {
        Take(One, 4, 3);

        var late = Take(One, 3, 3);

        Assert.Equal((GroupStatus.OldSeq, 3L, 0), (late.Status, late.Seq, late.Count));
        Assert.Equal(13, _machine.NextOffset);
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(7, 2)]
    public void A_caller_that_has_seen_a_later_epoch_is_dealt_nothing(long number, long tag)
    {
        var seen = new Stamp(new Epoch(number, tag), 1);

        var take = _machine.Take(new TakeRequest(One, 1, 3, seen, 1), _now);
        var pull = _machine.Pull(new PullRequest(One, "n", seen, 1, 1000, [], []), _now);

        Assert.Equal((GroupStatus.Fenced, 0), (take.Status, take.Count));
        Assert.Equal(GroupStatus.Fenced, pull.Status);
        Assert.Null(take.News.Snapshot);
        Assert.Null(pull.News.Snapshot);
        Assert.Equal(10, _machine.NextOffset);
    }

    [Fact]
    public void A_caller_of_an_earlier_epoch_is_dealt_turns_and_told_the_new_state() =>
        Assert.Same(_machine.Snapshot, _machine.Take(new TakeRequest(One, 1, 1, new Stamp(new Epoch(6, 9), 50), 1), _now).News.Snapshot);

    [Fact]
    public void The_snapshot_goes_to_those_only_who_are_behind()
    {
        Assert.Same(_machine.Snapshot, Take(One, 1, 1).News.Snapshot);
        Assert.Null(_machine.Take(new TakeRequest(One, 2, 1, _machine.Snapshot.Stamp, 1), _now).News.Snapshot);
        Assert.Same(_machine.Snapshot, Pull(One).News.Snapshot);
        Assert.Null(Pull(One, seen: _machine.Snapshot.Stamp).News.Snapshot);
    }

    [Fact]
    public void A_group_without_members_deals_nothing_and_still_tells_what_it_is()
    {
        _machine.Adopt(null, 2);

        var take = Take(One, 1, 3);
        var pull = Pull(One);

        Assert.Equal((GroupStatus.NoMembers, 0), (take.Status, take.Count));
        Assert.Equal(GroupStatus.NoMembers, pull.Status);
        Assert.Same(_machine.Snapshot, take.News.Snapshot);
        Assert.Same(_machine.Snapshot, pull.News.Snapshot);
        Assert.Equal(10, _machine.NextOffset);
    }

    [Fact]
    public void A_refusal_is_not_remembered_so_the_same_seq_is_dealt_turns_once_there_are_members()
    {
        _machine.Adopt(null, 2);
        Take(One, 1, 3);
        _machine.Adopt(Group("a"), 3);

        Assert.Equal((10, 3), Range(Take(One, 1, 3)));
    }

    [Fact]
    public void A_new_ring_moves_no_offset_and_counts_from_the_next_one()
    {
        Take(One, 1, 4);

        Assert.True(_machine.Adopt(Group("c d:2"), 2));

        var snapshot = _machine.Snapshot;
        Assert.Equal((new Stamp(Seventh, 2), 2L, 14L, 2L), (snapshot.Stamp, snapshot.RingVersion, snapshot.RingBase, snapshot.Revision));
        Assert.Equal("d c d", RingOf(snapshot));
        Assert.Equal((14, 1), Range(Take(One, 2, 1)));
    }

    [Fact]
    public void A_revision_that_leaves_the_members_alone_keeps_the_ring_and_its_place()
    {
        Take(One, 1, 4);

        Assert.True(_machine.Adopt(Group("a b c"), 5));

        var snapshot = _machine.Snapshot;
        Assert.Equal((new Stamp(Seventh, 2), 1L, 10L, 5L), (snapshot.Stamp, snapshot.RingVersion, snapshot.RingBase, snapshot.Revision));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void A_revision_that_is_not_newer_changes_nothing(long revision)
    {
        _machine.Adopt(Group("a b c"), 1);
        var before = _machine.Snapshot;

        Assert.False(_machine.Adopt(Group("x"), revision));
        Assert.Same(before, _machine.Snapshot);
    }

    [Fact]
    public void A_raised_epoch_goes_on_with_the_next_offset_and_forgets_the_old_epochs_answers()
    {
        Take(One, 1, 5);
        var raised = new Epoch(9, 1);

        _machine.RaiseTo(raised, _now);

        Assert.Equal(raised, _machine.Epoch);
        Assert.Equal((new Stamp(raised, 1), 15L, 1L), (_machine.Snapshot.Stamp, _machine.Snapshot.RingBase, _machine.Snapshot.RingVersion));
        var again = Take(One, 1, 5);
        Assert.Equal((15, 5), Range(again));
        Assert.Equal(raised, again.Stamp.Epoch);
    }

    [Fact]
    public void A_record_holds_epoch_revision_members_and_cursor_and_starts_the_next_activation_there()
    {
        Take(One, 1, 5);
        _machine.Adopt(Group("a:5 b"), 3);

        var record = _machine.Record();

        Assert.Equal((Seventh, 3L, 15L, 1), (record.WrittenBy(), record.Revision, record.Checkpoint, record.Schema));
        var next = new GroupMachine(new Epoch(8, 0), record);
        Assert.Equal((15L, 3L, "a a a b a a"), (next.NextOffset, next.Revision, RingOf(next.Snapshot)));
    }

    [Fact]
    public void An_answer_is_remembered_for_ten_thousand_edges_and_then_those_silent_longest_are_forgotten()
    {
        var first = Take(Id(0), 1, 1);
        for (var edge = 1; edge < 10_000; edge++)
        {
            _now += TimeSpan.FromMicroseconds(1);
            Take(Id(edge), 1, 1);
        }

        _now += TimeSpan.FromMicroseconds(1);
        Assert.Same(first, Take(Id(0), 1, 1));
        Take(Id(10_000), 1, 1);

        var next = _machine.NextOffset;
        Assert.Same(first, Take(Id(0), 1, 1));
        Assert.Equal(next, Take(Id(1), 1, 1).Start);
    }

    [Fact]
    public void Phases_are_dealt_in_the_order_of_the_ids_to_those_that_listen()
    {
        Assert.Equal((0, 1), Phase(Pull(Id(5))));
        Assert.Equal((0, 2), Phase(Pull(Id(3))));
        Assert.Equal((2, 3), Phase(Pull(Id(9))));
        Assert.Equal((1, 3), Phase(Pull(Id(5))));
        Take(Id(1), 1, 1);
        Assert.Equal((0, 3), Phase(Pull(Id(3))));

        _now += TimeSpan.FromSeconds(3.1);
        Assert.Equal((0, 1), Phase(Pull(Id(9))));
    }

    [Theory]
    [InlineData(1000, 3000, true)]
    [InlineData(1000, 3001, false)]
    [InlineData(10_000, 30_000, true)]
    [InlineData(10_000, 30_001, false)]
    [InlineData(0, 300, true)]
    [InlineData(0, 301, false)]
    [InlineData(int.MaxValue, 180_001, false)]
    public void An_edge_is_told_of_news_for_three_of_its_own_periods(int period, int after, bool told)
    {
        Pull(One, period: period);

        Assert.Equal(told ? [One] : [], _machine.ToNudge(_now + TimeSpan.FromMilliseconds(after)));
    }

    [Fact]
    public void An_edge_that_never_pulled_is_told_nothing_because_nobody_knows_its_ear()
    {
        Take(One, 1, 1);

        Assert.Empty(_machine.ToNudge(_now));
        Assert.Empty(_machine.Describe(TimeSpan.Zero, _now).Edges);
    }

    [Fact]
    public void The_description_names_the_edges_that_listen_and_how_far_they_are()
    {
        Pull(Two, "beta", _machine.Snapshot.Stamp);
        _machine.Pull(new PullRequest(One, "alpha", default, 1, 1000, [new OverlayEntry("b", 1, false)], []), _now);

        var seen = _machine.Describe(TimeSpan.FromMilliseconds(40), _now + TimeSpan.FromMilliseconds(7));

        Assert.Equal((10L, 40L), (seen.Offset, seen.StorageLagMs));
        Assert.Equal([("alpha", 7L, true, "b"), ("beta", 7L, false, "")],
            seen.Edges.Select(edge => (edge.Node, edge.LastCallMs, edge.Behind, string.Join(' ', edge.Overlay))));
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static (long Start, int Count) Range(TakeReply reply)
    {
        Assert.Equal(GroupStatus.Ok, reply.Status);
        return (reply.Start, reply.Count);
    }

    private static (int Ordinal, int Count) Phase(PullReply reply) => (reply.PhaseOrdinal, reply.PhaseCount);

    private TakeReply Take(Guid edge, long seq, int count) => _machine.Take(new TakeRequest(edge, seq, count, default, 1), _now);

    private PullReply Pull(Guid edge, string node = "n", Stamp seen = default, int period = 1000) =>
        _machine.Pull(new PullRequest(edge, node, seen, 1, period, [], []), _now);
}
