using System.Diagnostics;
using Gateway.Core.Addresses;
using Gateway.Core.Attempts;
using Gateway.Core.Routing;
using Gateway.Edge.Authentication;
using Gateway.Edge.Draining;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Soap;
using Gateway.Management.Telemetry;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Edge.Forwarding;

/// <summary>Makes one try at a backend. The only place that calls YARP.</summary>
internal sealed class BackendForwarder
{
    // YARP wants a prefix; the transformer sets the whole address.
    private const string NoPrefix = "http://backend/";

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly IHttpForwarder _forwarder;
    private readonly ForwardedHeaders _forwarded;
    private readonly DebugHeaders? _debug;
    private readonly GatewayInstruments _instruments;
    private readonly TlsRefusals _refusals;
    private readonly ClientConnections _clients;

    public BackendForwarder(
        IHttpForwarder forwarder, ForwardedHeaders forwarded, DebugHeaders? debug, GatewayInstruments instruments, TlsRefusals refusals,
        ClientConnections clients)
    {
        _clients = clients;
        _refusals = refusals;
        _forwarder = forwarder;
        _forwarded = forwarded;
        _debug = debug;
        _instruments = instruments;
    }

    /// <summary>Sends the request to a backend and, if it answers, the answer to the client.</summary>
    /// <param name="request">The request; sent on again only if its last outcome allows it.</param>
    /// <param name="backend">Where to.</param>
    /// <param name="group">The group that chose it, for the metrics.</param>
    public ValueTask<AttemptOutcome> TryAsync(GatewayRequest request, Backend backend, string group) =>
        AddressOf(request, backend) is { } address ? TryAsync(request, backend, address, group) : new(AttemptOutcome.Of(AttemptFact.NoAddress));

    /// <summary>Sends the request to an address of its own.</summary>
    /// <param name="request">The request.</param>
    /// <param name="backend">How to call it.</param>
    /// <param name="address">Where to; everything of the request's path and query that is to be in it is.</param>
    /// <param name="group">The group that chose it, for the metrics.</param>
    public async ValueTask<AttemptOutcome> TryAsync(GatewayRequest request, Backend backend, Uri address, string group)
    {
        var started = Stopwatch.GetTimestamp();
        var left = request.TimeLeft(started);
        if (left <= TimeSpan.Zero)
        {
            return AttemptOutcome.Of(AttemptFact.OutOfTime);
        }

        var http = request.Http;
        if (request.Attempts++ > 0)
        {
            Reset(request);
        }

        var exchange = request.Exchange ??= new BackendExchange(
            request, _forwarded, _debug, _clients, TraceIdentity.RequestIdOf(http.Request.Headers[TraceIdentity.RequestIdHeader]));

        // Before anybody reads of it.
        backend.Login?.Keep(request);
        request.SentMethod = null;
        if (backend.Form is { } form)
        {
            if (!await form.TakeAsync(request))
            {
                MessageTurn.End(request);
                return AttemptOutcome.Of(AttemptFact.NoAddress);
            }

            // What that took was the client's time and ours, not the backend's.
            address = request.Turn!.Address(address, AsWritten);
            started = Stopwatch.GetTimestamp();
            left = request.TimeLeft(started);
            if (left <= TimeSpan.Zero)
            {
                MessageTurn.End(request);
                return AttemptOutcome.Of(AttemptFact.OutOfTime);
            }
        }

        LoginTurn? turn = null;
        if (backend.Login is { } login && (turn = await login.BeginAsync(request, address)) is null)
        {
            MessageTurn.End(request);
            return AttemptOutcome.Of(AttemptFact.NoCredentials);
        }

        request.Trace?.BeginAttempt(request, backend.Name, group, address);
        exchange.Begin(backend, address, turn);
        BodilessRequest.Prepare(request);

        // Only a request that has less time left than the backend may take needs settings of its own.
        var isCut = left < backend.Config.ActivityTimeout;
        var config = isCut ? backend.Config with { ActivityTimeout = left } : backend.Config;
        var error = await _forwarder.SendAsync(http, NoPrefix, backend.Client.Invoker, config, exchange);
        while (exchange.IsRefused && error == ForwarderError.None)
        {
            // To the same backend, in the same form.
            MessageTurn.End(request);
            Reset(request);
            if (backend.Form is { } again && !await again.TakeAsync(request))
            {
                MessageTurn.End(request);
                return Untried(request, backend, AttemptFact.NoAddress);
            }

            if (!await turn!.AgainAsync())
            {
                MessageTurn.End(request);
                return Untried(request, backend, AttemptFact.NoCredentials);
            }

            exchange.BeginAgain();
            left = request.TimeLeft(Stopwatch.GetTimestamp());
            isCut = left < backend.Config.ActivityTimeout;
            config = isCut ? backend.Config with { ActivityTimeout = left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1) } : backend.Config;
            error = await _forwarder.SendAsync(http, NoPrefix, backend.Client.Invoker, config, exchange);
        }

        request.BackendTime += Stopwatch.GetElapsedTime(started);
        MessageTurn.End(request);

        var fault = error == ForwarderError.None ? null : http.GetForwarderErrorFeature()?.Exception;
        var fact = error == ForwarderError.None
            ? exchange.Fact
            : ForwardOutcome.Of(error, fault, http.RequestAborted.IsCancellationRequested);
        if (fact == AttemptFact.TlsRefused)
        {
            _refusals.Note(backend.Name, fault);
        }

        if (fact == AttemptFact.AddressRefused)
        {
            request.Refusal = Fault.Of(AddressRefusal.Reserved);
        }

        // The first member had the whole time and stayed silent. Who came later had only what was left of it: not its fault.
        if (fact == AttemptFact.Silent && isCut && request.Attempts > 1)
        {
            fact = AttemptFact.OutOfTime;
        }

        var outcome = AttemptOutcome.Of(fact, http.Response.HasStarted);
        if (outcome.End == AttemptEnd.NotSent)
        {
            turn?.NotSent();
        }

        outcome = outcome with { IsFinal = outcome.IsBackendFault && !backend.Retry.Allow(outcome.ErrorCode) };
        _instruments.AttemptEnded(group, backend.Name, OutcomeWords.Of(outcome.End), outcome.ErrorCode);
        request.Trace?.EndAttempt(backend.Name, outcome, http.Response.StatusCode);
        return outcome;
    }

    private static AttemptOutcome Untried(GatewayRequest request, Backend backend, AttemptFact fact)
    {
        var outcome = AttemptOutcome.Of(fact);
        request.Trace?.EndAttempt(backend.Name, outcome, 0);
        return outcome;
    }

    /// <summary>The address that a request is sent to; null: its path and query give none.</summary>
    public static Uri? AddressOf(GatewayRequest request, Backend backend)
    {
        var route = request.Route;
        RequestVariables? variables = null;
        var template = backend.Address ?? throw new InvalidOperationException($"Endpoint '{backend.Name}' has no address of its own.");
        if (template.UsesVariables)
        {
            variables = new RequestVariables();
            route.Resource?.ReadVariables(request.Target.Path.AsSpan(route.PostfixStart), request.Target.Query, variables);
            if (request.Variables is { } set)
            {
                variables.Take(set);
            }
        }

        var append = backend.AppendPath && !SoapSpeech.IsCall(request.Http.Request);
        return template.Compose(request.PostfixPath, request.PostfixQuery, variables, append) is { } url ? ToUri(url) : null;
    }

    /// <summary>An address as it is called, not a byte changed; null when it cannot be called.</summary>
    public static Uri? ToUri(string url) => Uri.TryCreate(WithPath(url), AsWritten, out var address) ? address : null;

    // Where nothing is left of the path and the endpoint has none, the target is "/" (RFC 9112, 3.2.1); written so, it is not added.
    private static string WithPath(string url)
    {
        var authority = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.AsSpan(authority).IndexOfAny('/', '?');
        return end < 0 ? url + "/" : url[authority + end] == '?' ? url.Insert(authority + end, "/") : url;
    }

    // The last try left its marks, a status and its phrase: YARP refuses to send again while they stand.
    private static void Reset(GatewayRequest request)
    {
        request.Http.Response.Clear();
        request.Http.Features.Set<IForwarderErrorFeature>(null);
        request.Body?.Rewind();
    }
}
