using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Messages;
using Gateway.Core.Mediation.Sequences;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Pipeline;
using Gateway.Management.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Mediation;

/// <summary>The sequences of one request: over the request before its endpoint is asked, over the answer, and over a fault.</summary>
internal sealed partial class RequestMediation
{
    private readonly Mediations _shared;
    private readonly GatewayRequest _request;
    private readonly Flows _flows;
    private readonly string _clientMethod;
    private MediationRun? _run;
    private byte[]? _raw;

    public RequestMediation(Mediations shared, GatewayRequest request, Flows flows)
    {
        _shared = shared;
        _request = request;
        _flows = flows;
        _clientMethod = request.Http.Request.Method;
    }

    /// <summary>Whether answers are looked at.</summary>
    public bool HasOut => !_flows.Out.IsEmpty;

    /// <summary>The endpoint that a sequence has chosen; null: the API's.</summary>
    public IEndpointHandler? Chosen { get; private set; }

    private long Limit => _request.Route.Api!.Definition.MediationLimit;

    private string Api => _request.Route.Api!.Definition.Name;

    /// <summary>The request's method is the client's again: for the answer, and for whoever counts it.</summary>
    public void Restore() => _request.Http.Request.Method = _clientMethod;

    /// <summary>Runs the In flow.</summary>
    /// <returns>How the request ended; null: it goes to its endpoint.</returns>
    public async ValueTask<RequestOutcome?> RunInAsync()
    {
        if (_flows.In.IsEmpty)
        {
            return null;
        }

        var message = new MediatedRequest(_request, _shared.Clock);
        var run = _run = new MediationRun(_flows.In, message, new MessageBody());
        var ended = await DriveAsync(run, ReadRequestAsync);
        if (ended.Outcome is { } outcome)
        {
            return outcome;
        }

        switch (ended.Effect)
        {
            case MediationEffect.Respond { RunsOut: var runsOut }:
                return await AnswerAsync(run, message, runsOut);
            case MediationEffect.Drop:
                _request.Http.Response.StatusCode = run.Status ?? StatusCodes.Status202Accepted;
                return RequestOutcome.Answered;
            case MediationEffect.Failed { Failure: var failure }:
                return await FailAsync(failure);
            case MediationEffect.Send { To.Endpoint: { Length: > 0 } endpoint }:
                Chosen = _request.Catalog!.HandlerNamed(endpoint);
                break;
        }

        try
        {
            SendOn(run);
            return null;
        }
        catch (ExpressionException fault)
        {
            return await FailAsync(new MediationFailure("0", fault.Message));
        }
    }

    private void SendOn(MediationRun run)
    {
        OutgoingRequest.Address(_request, run);
        if (run.Message is HeldAnswer held)
        {
            // After a call its answer is the message that goes on.
            TakeOver(run, held);
        }
        else
        {
            OutgoingRequest.Message(_request, run, _raw);
        }
    }

    private void TakeOver(MediationRun run, HeldAnswer held)
    {
        var http = _request.Http.Request;
        foreach (var (name, value) in held.Headers)
        {
            if (name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            {
                http.Headers[name] = value;
            }
        }

        foreach (var name in held.Set)
        {
            if (held.Header(name) is { } value)
            {
                http.Headers[name] = value;
            }
            else
            {
                http.Headers.Remove(name);
            }
        }

        var bytes = run.MustWriteBody ? OutgoingRequest.Bytes(run) : run.Body.Original.ToArray();
        if (held.Header("Content-Type") is { } type)
        {
            http.Headers.ContentType = type;
        }

        OutgoingRequest.Body(_request, bytes);
        if (run.Method is { } method)
        {
            http.Method = method;
        }
    }

    /// <summary>Answers with what a sequence has made, the Out flow over it first if that is wanted.</summary>
    private async ValueTask<RequestOutcome> AnswerAsync(MediationRun run, MediatedRequest message, bool runsOut)
    {
        var held = run.Message as HeldAnswer;
        if (held is null)
        {
            held = new HeldAnswer(_request, _shared.Clock, run.Status ?? (run.IsFault ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK));
            foreach (var name in message.Set)
            {
                held.SetHeader(name, message.Header(name));
            }

            if (message.Header("Content-Type") is { } type && run.Body.Kind != BodyKind.None)
            {
                held.SetHeader("Content-Type", type);
            }
        }

        if (runsOut && HasOut)
        {
            var (type, status) = (run.MessageType, run.Status);
            run.Continue(_flows.Out, held, run.Body);
            run.Resume(type, status);
            var ended = await DriveAsync(run, ReadNothingAsync);
            if (ended.Outcome is { } outcome)
            {
                return outcome;
            }

            if (ended.Effect is MediationEffect.Failed { Failure: var failure })
            {
                return await FailAsync(failure);
            }
        }

        try
        {
            await HeldAnswerWriter.WriteAsync(_request, run, held, _shared.Debug);
            return RequestOutcome.Answered;
        }
        catch (ExpressionException fault)
        {
            return await FailAsync(new MediationFailure("0", fault.Message));
        }
    }

    private async ValueTask<RequestOutcome> FailAsync(MediationFailure failure)
    {
        _shared.Log.Failed(Api, failure.Where, failure.Message);
        var fault = MediationFault.Of(failure);
        if (!await TryRunFaultAsync(fault, failure))
        {
            Restore();
            await FaultWriter.WriteAsync(_request, fault, _shared.Debug);
        }

        return RequestOutcome.Failed;
    }
}
