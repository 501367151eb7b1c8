using Gateway.Core.Addresses;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Addresses;

public sealed class AddressBookTests
{
    private const int Refused = 101503;
    private const int Silent = 101504;
    private const string A = "http://a:80";
    private const string B = "http://b:80";

    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(32);

    private readonly AddressBook _book = Book();

    [Fact]
    public void One_that_fails_is_left_alone_and_the_others_are_not()
    {
        Assert.Equal(AddressChange.LeftAlone, Fail(A, At(0)));

        Assert.False(_book.MayTry(A, At(10), out _, out var wait));
        Assert.Equal(At(20), wait);
        Assert.True(_book.MayTry(B, At(10), out _, out _));
    }

    [Fact]
    public void An_address_that_never_failed_takes_no_room()
    {
        _book.MayTry(A, At(0), out var permit, out _);
        Assert.Equal(AddressChange.None, _book.Succeeded(permit));

        Assert.Equal(0, _book.Count);
    }

    [Fact]
    public void Failures_in_flight_are_one_suspension()
    {
        var book = Book(suspend: SuspensionPolicy.Default with { Factor = 2 });
        var permits = Enumerable.Range(0, 10).Select(_ => Permit(book, A, At(0))).ToArray();

        var changes = permits.Select((permit, i) => book.Failed(permit, Refused, At(i))).ToArray();

        Assert.Equal([AddressChange.LeftAlone, .. Enumerable.Repeat(AddressChange.None, 9)], changes);
        Assert.Equal(new AddressStanding(A, MemberState.Suspended, At(20), 1), Assert.Single(book.LeftAloneAt(At(10))));
    }

    [Fact]
    public void A_late_success_revives_nobody_and_a_late_failure_suspends_nobody()
    {
        var late = Permit(_book, A, At(0));
        Fail(A, At(1));

        Assert.Equal(AddressChange.None, _book.Succeeded(late));
        Assert.False(_book.MayTry(A, At(2), out _, out _));

        _book.MayTry(A, At(31), out var trial, out _);
        Assert.Equal(AddressChange.Back, _book.Succeeded(trial));
        Assert.Equal(AddressChange.None, _book.Failed(late, Refused, At(32)));
        Assert.True(_book.MayTry(A, At(32), out _, out _));
    }

    [Fact]
    public void When_its_time_is_up_one_request_tries_it()
    {
        Fail(A, At(0));

        Assert.True(_book.MayTry(A, At(30), out var trial, out _));
        Assert.True(trial.IsTrial);
        Assert.False(_book.MayTry(A, At(31), out _, out var wait));
        Assert.Equal(At(31), wait);

        Assert.Equal(AddressChange.LeftAlone, _book.Failed(trial, Refused, At(40)));
        Assert.False(_book.MayTry(A, At(69), out _, out _));
        Assert.True(_book.MayTry(A, At(70), out trial, out _));
        Assert.Equal(AddressChange.Back, _book.Succeeded(trial));
        Assert.True(_book.MayTry(A, At(70), out var permit, out _));
        Assert.False(permit.IsTrial);
    }

    [Fact]
    public void A_trial_that_says_nothing_is_anybodys_again()
    {
        Fail(A, At(0));
        _book.MayTry(A, At(30), out var trial, out _);

        _book.GaveBack(trial);

        Assert.True(_book.MayTry(A, At(30), out var next, out _));
        Assert.True(next.IsTrial);
    }

    [Fact]
    public void A_trial_that_does_not_end_is_given_to_another_request_and_counts_no_more()
    {
        Fail(A, At(0));
        _book.MayTry(A, At(30), out var lost, out _);

        Assert.True(_book.MayTry(A, At(30) + LongestTry, out var next, out _));
        Assert.Equal(AddressChange.None, _book.Succeeded(lost));
        Assert.False(_book.MayTry(A, At(63), out _, out _));
        Assert.Equal(AddressChange.Back, _book.Succeeded(next));
    }

    [Fact]
    public void Any_error_fails_a_trial_listed_or_not()
    {
        var book = Book(suspend: SuspensionPolicy.Default with { ErrorCodes = [Refused] }, mark: MarkPolicy.Default with { ErrorCodes = [-1] });
        Assert.Equal(AddressChange.None, book.Failed(Permit(book, A, At(0)), Silent, At(0)));
        book.Failed(Permit(book, A, At(0)), Refused, At(0));

        Assert.Equal(AddressChange.LeftAlone, book.Failed(Permit(book, A, At(30)), Silent, At(30)));
    }

    [Fact]
    public void Marking_errors_are_let_pass_as_often_as_the_rules_say()
    {
        var book = Book(mark: MarkPolicy.Default with { Retries = 2 });

        Assert.Equal(
            [AddressChange.None, AddressChange.None, AddressChange.LeftAlone],
            Enumerable.Range(0, 3).Select(i => book.Failed(Permit(book, A, At(i)), Silent, At(i))));
    }

    [Fact]
    public void A_success_between_them_forgives_all()
    {
        var book = Book(mark: MarkPolicy.Default with { Retries = 1 });

        book.Failed(Permit(book, A, At(0)), Silent, At(0));
        book.Succeeded(Permit(book, A, At(1)));

        Assert.Equal(AddressChange.None, book.Failed(Permit(book, A, At(2)), Silent, At(2)));
        Assert.Equal(AddressChange.LeftAlone, book.Failed(Permit(book, A, At(3)), Silent, At(3)));
    }

    [Fact]
    public void A_marked_address_is_left_alone_for_the_delay_only()
    {
        var book = Book(mark: MarkPolicy.Default with { Retries = 1, Delay = At(5) });

        Assert.Equal(AddressChange.LeftAlone, book.Failed(Permit(book, A, At(0)), Silent, At(0)));
        Assert.False(book.MayTry(A, At(4), out _, out var wait));
        Assert.Equal(At(1), wait);
        Assert.True(book.MayTry(A, At(5), out var permit, out _));
        Assert.False(permit.IsTrial);
    }

    [Fact]
    public void Suspensions_grow_as_the_rules_say()
    {
        var book = Book(suspend: new SuspensionPolicy([], At(10), 2, At(30)));
        var lengths = new List<TimeSpan>();
        var now = At(0);
        for (var i = 0; i < 4; i++)
        {
            book.Failed(Permit(book, A, now), Refused, now);
            lengths.Add(book.LeftAloneAt(now)[0].LeftAloneFor);
            now += lengths[^1];
        }

        Assert.Equal([At(10), At(20), At(30), At(30)], lengths);
    }

    [Fact]
    public void Of_too_many_the_one_used_longest_ago_is_forgotten()
    {
        var book = Book(room: 2);
        foreach (var authority in new[] { A, B })
        {
            book.Failed(Permit(book, authority, At(0)), Refused, At(0));
        }

        book.MayTry(A, At(1), out _, out _);
        book.Failed(Permit(book, "http://c:80", At(2)), Refused, At(2));

        Assert.Equal(2, book.Count);
        Assert.Equal(["http://c:80", A], book.LeftAloneAt(At(3)).Select(standing => standing.Authority));
        Assert.True(book.MayTry(B, At(3), out _, out _));
    }

    [Fact]
    public void Suspension_that_is_switched_off_leaves_nobody_alone()
    {
        var book = Book(suspend: SuspensionPolicy.Default with { Initial = TimeSpan.Zero });

        Assert.Equal(AddressChange.None, book.Failed(Permit(book, A, At(0)), Refused, At(0)));
        Assert.True(book.MayTry(A, At(0), out _, out _));
    }

    private static AddressBook Book(SuspensionPolicy? suspend = null, MarkPolicy? mark = null, int room = AddressBook.Most) =>
        new(suspend ?? SuspensionPolicy.Default, mark ?? MarkPolicy.Default, LongestTry, room);

    private static AddressPermit Permit(AddressBook book, string authority, TimeSpan now)
    {
        Assert.True(book.MayTry(authority, now, out var permit, out _));
        return permit;
    }

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);

    private AddressChange Fail(string authority, TimeSpan now) => _book.Failed(Permit(_book, authority, now), Refused, now);
}
