using System.Collections.Frozen;
using Gateway.Core.Attempts;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Groups;
using Gateway.Edge.Pipeline;
using Gateway.Management.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Edge.Endpoints;

/// <summary>WSO2's load-balance endpoint: the member whose turn it is, then each other one at most once.</summary>
internal sealed class LoadBalanceEndpointHandler : IEndpointHandler
{
    private readonly GroupShell _group;
    private readonly MemberLog _log;
    private readonly GatewayInstruments _instruments;
    private FrozenDictionary<string, IEndpointHandler> _members = FrozenDictionary<string, IEndpointHandler>.Empty;

    public LoadBalanceEndpointHandler(GroupShell group, MemberLog log, GatewayInstruments instruments)
    {
        _group = group;
        _log = log;
        _instruments = instruments;
    }

    public bool IsLeaf => false;

    /// <summary>Names the members, once, while the catalog is made ready: they may be groups that are not ready themselves yet.</summary>
    public void Connect(IEnumerable<KeyValuePair<string, IEndpointHandler>> members) => _members = members.ToFrozenDictionary();

    public ValueTask<AttemptOutcome> HandleAsync(GatewayRequest request) => TryAsync(request, _group.Name);

    public async ValueTask<AttemptOutcome> TryAsync(GatewayRequest request, string group)
    {
        KeepBody(request);
        var last = new AttemptOutcome(AttemptEnd.NotSent, ErrorCodes.NoReadyMember);
        List<string>? tried = null;
        var innerWait = TimeSpan.MaxValue;
        var next = await _group.PickAsync(_group.SeeksCarrier && request.IsIdempotent && request.IsReplayable, request.Http.RequestAborted);
        request.FirstPick ??= next;
        while (next is { } pick)
        {
            // A member of a newer catalog than the one this request is pinned to is one that cannot be used here.
            if (_members.TryGetValue(pick.Member, out var member))
            {
                var outcome = await member.TryAsync(request, _group.Name);
                last = ErrorCodes.IsOfGroup(outcome.ErrorCode) && !ErrorCodes.IsOfGroup(last.ErrorCode) ? last : outcome;
                if (member.IsLeaf)
                {
                    _log.Note(_group, pick, outcome);
                }
                else if (ErrorCodes.IsOfGroup(outcome.ErrorCode) && request.RetryAfter < innerWait)
                {
                    innerWait = request.RetryAfter;
                }

                if (outcome.End == AttemptEnd.Answered || !MaySendOn(request, outcome, member.IsLeaf))
                {
                    return outcome;
                }
            }

            else
            {
                _group.GaveBack(pick);
            }

            (tried ??= new List<string>(_members.Count)).Add(pick.Member);
            next = _group.PickAnother(tried);
            if (next is not null)
            {
                _instruments.FailedOver(_group.Name);
            }
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

    private bool MaySendOn(GatewayRequest request, AttemptOutcome outcome, bool ofLeaf)
    {
        if (outcome.MaySendOn(request.IsIdempotent, request.IsReplayable))
        {
            return true;
        }

        // A group inside has counted it already.
        if (ofLeaf && outcome.IsBackendFault && outcome.End != AttemptEnd.BrokenOff)
        {
            _instruments.ReplayRefused(request.IsReplayable ? "not_idempotent" : "body_too_large");
        }

        return false;
    }

    // Only what could be sent on is worth keeping.
    private void KeepBody(GatewayRequest request)
    {
        if (request.Body is null && _members.Count > 1
            && request.Http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            request.Body = new ReplayBody(request.Http.Request.Body);
            request.Http.Request.Body = request.Body;
        }
    }
}
