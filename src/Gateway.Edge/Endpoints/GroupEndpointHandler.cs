using System.Collections.Frozen;
using System.Diagnostics;
using Gateway.Core.Attempts;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Groups;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Sessions;
using Gateway.Management.Telemetry;

namespace Gateway.Edge.Endpoints;

/// <summary>
/// A group of endpoints: the member that it picks, then each other one at most once, for as long as the request may be sent on. Whom
/// to pick is its <see cref="GroupShell"/>'s affair.
/// </summary>
internal abstract class GroupEndpointHandler : IEndpointHandler
{
    private readonly GroupShell _group;
    private readonly GroupSettings _settings;
    private readonly MemberLog _log;
    private readonly GatewayInstruments _instruments;
    private readonly ReplayFiles _files;
    private readonly GroupAffinity? _affinity;
    private readonly Func<GatewayRequest, AttemptOutcome, List<string>, Pick?> _findAnother;
    private readonly Lock _gate = new();
    private readonly RetryBudget _budget = new();
    private FrozenDictionary<string, IEndpointHandler> _members = FrozenDictionary<string, IEndpointHandler>.Empty;
    private bool _throwsAway;

    /// <param name="group">Picks.</param>
    /// <param name="settings">What groups have in common.</param>
    /// <param name="log">Notes what changes.</param>
    /// <param name="instruments">Counts.</param>
    /// <param name="files">Room for bodies that are kept.</param>
    /// <param name="affinity">What ties requests to members; null: nothing does.</param>
    protected GroupEndpointHandler(
        GroupShell group, GroupSettings settings, MemberLog log, GatewayInstruments instruments, ReplayFiles files, GroupAffinity? affinity)
    {
        _affinity = affinity;
        _group = group;
        _settings = settings;
        _log = log;
        _instruments = instruments;
        _files = files;
        _findAnother = (request, outcome, tried) => MaySendOn(request, outcome) ? FindAnother(request, outcome, tried) : null;
    }

    public bool IsLeaf => false;

    /// <summary>What ties requests to members; null: nothing does.</summary>
    public GroupAffinity? Affinity => _affinity;

    /// <summary>Names the members, once, while the catalog is made ready: they may be groups that are not ready themselves yet.</summary>
    /// <param name="members">The members by name.</param>
    /// <param name="throwsAway">Whether an endpoint inside lists statuses that count as failures.</param>
    public void Connect(IEnumerable<KeyValuePair<string, IEndpointHandler>> members, bool throwsAway)
    {
        _members = members.ToFrozenDictionary();
        _throwsAway = throwsAway;
    }

    public ValueTask<AttemptOutcome> HandleAsync(GatewayRequest request) => TryAsync(request, _group.Name);

    public ValueTask<AttemptOutcome> TryAsync(GatewayRequest request, string group)
    {
        Enter(request);
        return _affinity is not null ? TryTiedAsync(request, _affinity)
            : _throwsAway ? TryThrowingAwayAsync(request)
            : TryMembersAsync(request, null);
    }

    private async ValueTask<AttemptOutcome> TryTiedAsync(GatewayRequest request, GroupAffinity affinity)
    {
        if (await affinity.TieAsync(request) is not { } tie)
        {
            return AttemptOutcome.Of(AttemptFact.ClientGone);
        }

        request.Tie = tie;
        var outcome = await (_throwsAway ? TryThrowingAwayAsync(request) : TryMembersAsync(request, null));
        request.Tie = tie.Outer;
        return outcome;
    }

    private async ValueTask<AttemptOutcome> TryThrowingAwayAsync(GatewayRequest request)
    {
        var passage = request.Passage = new GroupPassage(request.Passage, _findAnother);
        try
        {
            return await TryMembersAsync(request, passage);
        }
        finally
        {
            request.Passage = passage.Outer;
            if (passage.TakeSubstitute() is { } unused)
            {
                _group.Unused(unused);
            }
        }
    }

    private async ValueTask<AttemptOutcome> TryMembersAsync(GatewayRequest request, GroupPassage? passage)
    {
        var last = new AttemptOutcome(AttemptEnd.NotSent, ErrorCodes.NoReadyMember);
        var tried = passage?.Tried;
        var innerWait = TimeSpan.MaxValue;
        var maySendOn = _group.SeeksCarrier && MayRepeat(request) && request.IsReplayable;
        var tie = _affinity is null ? null : request.Tie;
        var next = tie is null
            ? await _group.PickAsync(maySendOn, request.Http.RequestAborted)
            : await _group.PickAsync(tie.Wish with { MaySendOn = maySendOn }, request.Http.RequestAborted);
        request.FirstPick ??= next;
        while (next is { } pick)
        {
            passage?.Tried.Add(pick.Member);

            // A member of a newer catalog than the one this request is pinned to is one that cannot be used here.
            if (_members.TryGetValue(pick.Member, out var member))
            {
                tie?.Member = pick.Member;
                request.Trace?.Picked(pick);
                AttemptOutcome outcome;
                try
                {
                    outcome = await member.TryAsync(request, _group.Name);
                }
                finally
                {
                    _group.Ended(pick);
                }

                last = ErrorCodes.IsOfGroup(outcome.ErrorCode) && !ErrorCodes.IsOfGroup(last.ErrorCode) ? last : outcome;
                if (member.IsLeaf)
                {
                    _log.Note(_group, pick, outcome);
                }
                else if (ErrorCodes.IsOfGroup(outcome.ErrorCode) && request.RetryAfter < innerWait)
                {
                    innerWait = request.RetryAfter;
                }

                if (outcome.HasAnswered || !MaySendOn(request, outcome))
                {
                    CountRefusal(request, outcome, member.IsLeaf);
                    return outcome;
                }

                if (request.TimeLeft(Stopwatch.GetTimestamp()) <= TimeSpan.Zero)
                {
                    return AttemptOutcome.Of(AttemptFact.OutOfTime);
                }
            }
            else
            {
                _group.Unused(pick);
            }

            if (passage is null)
            {
                (tried ??= new List<string>(_members.Count)).Add(pick.Member);
            }

            next = passage?.TakeSubstitute() ?? FindAnother(request, last, tried!);
        }

        if (ErrorCodes.IsOfGroup(last.ErrorCode))
        {
            // A group inside is never left alone itself: only it knows how long its own members are.
            request.RetryAfter = innerWait < TimeSpan.MaxValue
                ? innerWait
                : _group.With(static (state, now) => state.RetryAfter(now));
        }

        return last;
    }

    private void Enter(GatewayRequest request)
    {
        lock (_gate)
        {
            _budget.Count(Stopwatch.GetElapsedTime(0, request.Started));
        }

        if (request.TotalTimeout == Timeout.InfiniteTimeSpan)
        {
            request.TotalTimeout = _settings.TotalTimeout;
        }

        var read = _affinity?.BodyRead ?? 0;
        if ((_members.Count > 1 || read > 0) && request.HasBody)
        {
            KeepBody(request, read);
        }
    }

    // Only what could be sent on is worth keeping: the body of a request that may go out once is needed only as long as none of it has.
    private void KeepBody(GatewayRequest request, long least) =>
        request.KeepBody(_files, Math.Max(least, MayRepeat(request) ? _settings.ReplayLimit : 0));

    private bool MayRepeat(GatewayRequest request) => _settings.Delivery == Delivery.AtLeastOnce || request.IsIdempotent;

    private bool MaySendOn(GatewayRequest request, AttemptOutcome outcome) =>
        outcome.MaySendOn(_settings.Delivery, request.IsIdempotent, request.IsReplayable);

    private Pick? FindAnother(GatewayRequest request, AttemptOutcome outcome, List<string> tried)
    {
        var another = _affinity is null ? _group.PickAnother(tried) : _group.PickAnother(SessionTie.Of(request.Tie, _affinity).Wish, tried);
        if (another is not { } pick)
        {
            return null;
        }

        if (outcome.End == AttemptEnd.Unanswered && !TakeLeave(request))
        {
            _instruments.ReplayRefused("budget");
            _group.Unused(pick);
            return null;
        }

        _instruments.FailedOver(_group.Name);
        return pick;
    }

    private bool TakeLeave(GatewayRequest request)
    {
        if (request.Repeats++ < RetryBudget.Free(_settings.Delivery))
        {
            return true;
        }

        lock (_gate)
        {
            return _budget.TryTake(Stopwatch.GetElapsedTime(0));
        }
    }

    // A group inside has counted it already. What the endpoint's retry codes forbid is as configured.
    private void CountRefusal(GatewayRequest request, AttemptOutcome outcome, bool ofLeaf)
    {
        if (ofLeaf && !outcome.IsFinal && outcome.IsBackendFault && outcome.End is (AttemptEnd.NotSent or AttemptEnd.Unanswered))
        {
            _instruments.ReplayRefused(
                outcome.End == AttemptEnd.Unanswered && !MayRepeat(request) ? "not_idempotent"
                : request.Body?.Loss == ReplayLoss.NoRoom ? "no_room"
                : "body_too_large");
        }
    }
}
