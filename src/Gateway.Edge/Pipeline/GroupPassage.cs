using Gateway.Core.Attempts;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Edge.Pipeline;

/// <summary>
/// A group that a request is passing through and where answers may be thrown away for their status. It is asked for another member
/// before that is done: the last answer there is goes to the client as it is.
/// </summary>
internal sealed class GroupPassage
{
    private readonly Func<GatewayRequest, AttemptOutcome, List<string>, Pick?> _findAnother;
    private Pick? _substitute;

    /// <param name="outer">The group around it, if any.</param>
    /// <param name="findAnother">Finds a member for a request that failed so, other than those tried; null: none, or it may not be sent on.</param>
    public GroupPassage(GroupPassage? outer, Func<GatewayRequest, AttemptOutcome, List<string>, Pick?> findAnother)
    {
        Outer = outer;
        _findAnother = findAnother;
    }

    public GroupPassage? Outer { get; }

    /// <summary>Members tried, the one being tried included.</summary>
    public List<string> Tried { get; } = [];

    /// <summary>Whether the request can be sent to another member after an answer whose status counts as a failure.</summary>
    /// <param name="request">The request.</param>
    /// <param name="retry">The retry codes of the endpoint that answered.</param>
    public static bool HasSubstitute(GatewayRequest request, RetryCodes retry)
    {
        var outcome = AttemptOutcome.Of(AttemptFact.StatusThrownAway);
        if (!retry.Allow(outcome.ErrorCode))
        {
            return false;
        }

        for (var passage = request.Passage; passage is not null; passage = passage.Outer)
        {
            if ((passage._substitute ??= passage._findAnother(request, outcome, passage.Tried)) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The member found before the answer was thrown away, once.</summary>
    public Pick? TakeSubstitute()
    {
        var substitute = _substitute;
        _substitute = null;
        return substitute;
    }
}
