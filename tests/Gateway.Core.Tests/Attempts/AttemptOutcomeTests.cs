using Gateway.Core.Attempts;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;

namespace Gateway.Core.Tests.Attempts;

public sealed class AttemptOutcomeTests
{
    private const Delivery AtMost = Delivery.AtMostOnce;
    private const Delivery AtLeast = Delivery.AtLeastOnce;

    // What happened; how it ended while the client had seen nothing, and while it had seen a part; code; how far; whose fault.
    [Theory]
    [InlineData(AttemptFact.Answered, AttemptEnd.Answered, AttemptEnd.Answered, 0, FailureStage.Answer, false)]
    [InlineData(AttemptFact.NameUnknown, AttemptEnd.NotSent, AttemptEnd.NotSent, 101503, FailureStage.Connect, true)]
    [InlineData(AttemptFact.Unreachable, AttemptEnd.NotSent, AttemptEnd.NotSent, 101503, FailureStage.Connect, true)]
    [InlineData(AttemptFact.ConnectTimeout, AttemptEnd.NotSent, AttemptEnd.NotSent, 101508, FailureStage.Connect, true)]
    [InlineData(AttemptFact.TlsRefused, AttemptEnd.NotSent, AttemptEnd.NotSent, 101503, FailureStage.Tls, true)]
    [InlineData(AttemptFact.Closed, AttemptEnd.Unanswered, AttemptEnd.BrokenOff, 101505, FailureStage.Answer, true)]
    [InlineData(AttemptFact.Silent, AttemptEnd.Unanswered, AttemptEnd.BrokenOff, 101504, FailureStage.Answer, true)]
    [InlineData(AttemptFact.BadAnswer, AttemptEnd.Unanswered, AttemptEnd.BrokenOff, 101506, FailureStage.Answer, true)]
    [InlineData(AttemptFact.StatusThrownAway, AttemptEnd.Unanswered, AttemptEnd.Unanswered, 500000, FailureStage.Answer, true)]
    [InlineData(AttemptFact.StatusPassedOn, AttemptEnd.BadStatus, AttemptEnd.BadStatus, 500000, FailureStage.Answer, true)]
    [InlineData(AttemptFact.ClientGone, AttemptEnd.ClientGone, AttemptEnd.ClientGone, 0, FailureStage.Answer, false)]
    [InlineData(AttemptFact.NoAddress, AttemptEnd.NoAddress, AttemptEnd.NoAddress, 0, FailureStage.Answer, false)]
    [InlineData(AttemptFact.OutOfTime, AttemptEnd.OutOfTime, AttemptEnd.OutOfTime, 101504, FailureStage.Answer, false)]
    public void Every_fact_has_an_end_a_code_a_stage_and_somebody_to_blame(
        AttemptFact fact, AttemptEnd unseen, AttemptEnd seen, int code, FailureStage stage, bool ofBackend)
    {
        Assert.Equal(new AttemptOutcome(unseen, code, stage), AttemptOutcome.Of(fact, seen: false));
        Assert.Equal(new AttemptOutcome(seen, code, stage), AttemptOutcome.Of(fact, seen: true));
        Assert.Equal(ofBackend, AttemptOutcome.Of(fact, seen: false).IsBackendFault);
        Assert.Equal(ofBackend, AttemptOutcome.Of(fact, seen: true).IsBackendFault);
    }

    [Fact]
    public void Only_an_answer_that_reached_the_client_ends_a_request() => Assert.Equal(
        [AttemptFact.Answered, AttemptFact.StatusPassedOn],
        Enum.GetValues<AttemptFact>().Where(static fact => AttemptOutcome.Of(fact).HasAnswered));

    [Theory]
    [InlineData(AttemptEnd.NotSent, AtMost, false, true)]
    [InlineData(AttemptEnd.NotSent, AtLeast, false, true)]
    [InlineData(AttemptEnd.Unanswered, AtMost, false, false)]
    [InlineData(AttemptEnd.Unanswered, AtMost, true, true)]
    [InlineData(AttemptEnd.Unanswered, AtLeast, false, true)]
    [InlineData(AttemptEnd.Answered, AtLeast, true, false)]
    [InlineData(AttemptEnd.BrokenOff, AtLeast, true, false)]
    [InlineData(AttemptEnd.BadStatus, AtLeast, true, false)]
    [InlineData(AttemptEnd.ClientGone, AtLeast, true, false)]
    [InlineData(AttemptEnd.NoAddress, AtLeast, true, false)]
    [InlineData(AttemptEnd.OutOfTime, AtLeast, true, false)]
    public void What_may_be_sent_on_follows_from_the_end_the_promise_and_the_method(
        AttemptEnd end, Delivery delivery, bool idempotent, bool may)
    {
        var outcome = new AttemptOutcome(end, ErrorCodes.Timeout);
        Assert.Equal(may, outcome.MaySendOn(delivery, idempotent, replayable: true));
        Assert.False(outcome.MaySendOn(delivery, idempotent, replayable: false));
        Assert.False((outcome with { IsFinal = true }).MaySendOn(delivery, idempotent, replayable: true));
    }

    [Theory]
    [InlineData(ErrorCodes.NoReadyMember)]
    [InlineData(ErrorCodes.EndpointNotReady)]
    public void Nobody_is_blamed_where_nobody_was_tried(int code) =>
        Assert.False(new AttemptOutcome(AttemptEnd.NotSent, code).IsBackendFault);
}
