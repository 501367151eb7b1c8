using Gateway.Core.Attempts;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Groups;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Endpoints;

/// <summary>A single backend: alone it is a group of one.</summary>
internal abstract class LeafEndpointHandler : IEndpointHandler
{
    private readonly Backend _backend;
    private readonly BackendForwarder _forwarder;
    private readonly GroupShell? _self;
    private readonly MemberLog _log;

    /// <param name="backend">The backend.</param>
    /// <param name="forwarder">Sends to it.</param>
    /// <param name="self">The group of one; null when no API points at the endpoint itself.</param>
    /// <param name="log">Notes what changes.</param>
    protected LeafEndpointHandler(Backend backend, BackendForwarder forwarder, GroupShell? self, MemberLog log)
    {
        _backend = backend;
        _forwarder = forwarder;
        _self = self;
        _log = log;
    }

    public bool IsLeaf => true;

    /// <summary>The backend.</summary>
    public Backend Backend => _backend;

    public async ValueTask<AttemptOutcome> HandleAsync(GatewayRequest request)
    {
        // Nobody else is there to be sent on to: its one member's trial is any request's to carry.
        var self = _self ?? throw new InvalidOperationException($"No API points at endpoint '{_backend.Name}'.");
        if (await self.PickAsync(maySendOn: true, request.Http.RequestAborted) is not { } pick)
        {
            request.RetryAfter = self.With(static (group, now) => group.RetryAfter(now));
            return new AttemptOutcome(AttemptEnd.NotSent, ErrorCodes.EndpointNotReady);
        }

        var outcome = await TryAsync(request, self.Name);
        _log.Note(self, pick, outcome);
        return outcome;
    }

    public ValueTask<AttemptOutcome> TryAsync(GatewayRequest request, string group) => _forwarder.TryAsync(request, _backend, group);
}
