using Gateway.Core.Addresses;
using Gateway.Core.Attempts;
using Gateway.Core.Endpoints;
using Gateway.Core.Mediation;
using Gateway.Core.Routing;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Soap;

namespace Gateway.Edge.Addresses;

/// <summary>Calls the addresses of one endpoint that learns them from requests.</summary>
internal sealed class AddressCaller
{
    private readonly AllowedHosts _hosts;
    private readonly string _endpoint;
    private readonly bool _appendsPath;
    private readonly bool _mergesSlashes;
    private readonly Backend _guarded;
    private readonly Backend _free;
    private readonly BackendForwarder _forwarder;
    private readonly AddressGate _gate;

    public AddressCaller(AddressedEndpoint endpoint, BackendClients clients, BackendForwarder forwarder, AddressGate gate)
    {
        _hosts = endpoint.AllowedHosts;
        _endpoint = endpoint.Name;
        _appendsPath = endpoint.Settings.AppendPath;

        // WSO2's default endpoint puts a slash in where one is missing, and takes none away (Synapse's Axis2FlexibleMEPClient).
        _mergesSlashes = endpoint is not DefaultEndpoint;
        _guarded = new Backend(endpoint, clients, isGuarded: true);
        _free = new Backend(endpoint, clients, isGuarded: false);
        _forwarder = forwarder;
        _gate = gate;
    }

    /// <summary>Calls an address, if it may be called and is not left alone.</summary>
    /// <param name="request">The request.</param>
    /// <param name="to">A literal or computed address.</param>
    public async ValueTask<AttemptOutcome> CallAsync(GatewayRequest request, RoutingDecision to)
    {
        var isComputed = to.Target == RoutingTarget.Computed;
        var refusal = ComputedAddress.Read(to.Value, out var address);
        if (refusal == AddressRefusal.None && isComputed)
        {
            refusal = _hosts.Judge(address);
        }

        var uri = refusal == AddressRefusal.None ? BackendForwarder.ToUri(WithPostfix(request, address)) : null;
        if (uri is null)
        {
            return Refuse(request, refusal == AddressRefusal.None ? AddressRefusal.Malformed : refusal);
        }

        if (!_gate.MayTry(address.Authority, out var permit, out var wait))
        {
            request.RetryAfter = wait;
            return new AttemptOutcome(AttemptEnd.NotSent, ErrorCodes.EndpointNotReady);
        }

        var outcome = AttemptOutcome.Of(AttemptFact.ClientGone);
        try
        {
            outcome = await _forwarder.TryAsync(request, isComputed ? _guarded : _free, uri, _endpoint);
        }
        finally
        {
            _gate.Note(permit, outcome);
        }

        if (outcome.End == AttemptEnd.NoAddress && request.Refusal is not null)
        {
            _gate.Refused(AddressRefusal.Reserved);
        }

        return outcome;
    }

    private AttemptOutcome Refuse(GatewayRequest request, AddressRefusal refusal)
    {
        _gate.Refused(refusal);
        request.Refusal = Fault.Of(refusal);
        return AttemptOutcome.Of(AttemptFact.AddressRefused);
    }

    private string WithPostfix(GatewayRequest request, in ComputedAddress address)
    {
        var url = address.Authority + address.Path + address.Query;
        if (!_appendsPath || SoapSpeech.IsCall(request.Http.Request))
        {
            return url;
        }

        var query = address.Query.Length == 0 ? -1 : url.Length - address.Query.Length;

        return BackendAddress.Join(url, query, request.PostfixPath, request.PostfixQuery, _mergesSlashes);
    }
}
