using Gateway.Core.Attempts;

namespace Gateway.Edge.Forwarding;

/// <summary>The values of the metric tag <c>outcome</c> of <c>gateway.attempts</c>.</summary>
internal static class OutcomeWords
{
    public static string Of(AttemptEnd end) => end switch
    {
        AttemptEnd.Answered => "answered",
        AttemptEnd.NotSent => "not_sent",
        AttemptEnd.Unanswered => "unanswered",
        AttemptEnd.BrokenOff => "broken_off",
        AttemptEnd.BadStatus => "bad_status",
        AttemptEnd.ClientGone => "client_gone",
        AttemptEnd.OutOfTime => "out_of_time",
        _ => "no_address",
    };
}
