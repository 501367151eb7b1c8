using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Sequences;
using Gateway.Edge.Pipeline;
using Gateway.Management.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Mediation;

/// <summary>Does what a run asks for until it has ended.</summary>
internal sealed partial class RequestMediation
{
    private async ValueTask<Ended> DriveAsync(MediationRun run, Func<MediationRun, ValueTask<RequestOutcome?>> readBody)
    {
        while (true)
        {
            var effect = run.Next();
            switch (effect)
            {
                case MediationEffect.ReadBody:
                    if (await readBody(run) is { } outcome)
                    {
                        return new Ended(null, outcome);
                    }

                    break;
                case MediationEffect.Log log:
                    _shared.Log.Write(Api, log.Category, log.Text);
                    break;
                case MediationEffect.Run script:
                    if (!await RunScriptAsync(run, script.Script))
                    {
                        return new Ended(MediationEffect.Drop.Instance, null);
                    }

                    break;
                case MediationEffect.Call call:
                    if (run.Message is MediatedRequest && !run.Body.IsKnown && !run.IsWithoutBody && _request.HasBody && await readBody(run) is { } refused)
                    {
                        return new Ended(null, refused);
                    }

                    await CallAsync(run, call.To);
                    break;
                default:
                    return new Ended(effect, null);
            }

            if (_request.Http.RequestAborted.IsCancellationRequested)
            {
                return new Ended(null, RequestOutcome.Aborted);
            }
        }
    }

    private async ValueTask CallAsync(MediationRun run, SendTarget to)
    {
        var catalog = _request.Catalog!;
        var handler = to.Endpoint.Length > 0
            ? catalog.HandlerNamed(to.Endpoint)
            : catalog.HandlerOf(_request.Route.Api!, _request.Endpoint == _request.Route.Api!.Definition.SandboxEndpoint && _request.Endpoint != _request.Route.Api.Definition.Endpoint);
        if (handler is null)
        {
            run.Fail(new MediationFailure("303001", "The endpoint of a call is not there."));
            return;
        }

        try
        {
            var body = run.IsWithoutBody ? [] : run.MustWriteBody ? OutgoingRequest.Bytes(run) : run.Message is MediatedRequest ? _raw ?? [] : run.Body.Original.ToArray();
            await EndpointCall.MakeAsync(_request, handler, run, body, _shared.Clock);
        }
        catch (ExpressionException fault)
        {
            run.Fail(new MediationFailure("0", fault.Message));
        }
    }

    private async ValueTask<RequestOutcome?> ReadRequestAsync(MediationRun run)
    {
        var http = _request.Http;
        try
        {
            var read = _request.HasBody
                ? await MediatedBody.ReadAsync(http.Request.Body, http.Request.Headers.ContentEncoding, Limit, http.RequestAborted)
                : new MediatedBody(BodyEnd.Read, [], []);
            switch (read.End)
            {
                case BodyEnd.TooLarge:
                    await FaultWriter.WriteAsync(_request, MediationFault.RequestTooLarge, _shared.Debug);
                    return RequestOutcome.Refused;
                case BodyEnd.Coded:
                    await FaultWriter.WriteAsync(_request, MediationFault.RequestCoded, _shared.Debug);
                    return RequestOutcome.Refused;
            }

            _raw = read.Raw;
            run.GiveBody(read.Plain);
            return null;
        }
        catch (BadHttpRequestException fault)
        {
            await FaultWriter.WriteAsync(_request, MediationFault.BadBody(fault.StatusCode), _shared.Debug);
            return RequestOutcome.Refused;
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            return RequestOutcome.Aborted;
        }
    }

    // What a sequence makes itself is known.
    private static ValueTask<RequestOutcome?> ReadNothingAsync(MediationRun run)
    {
        if (!run.Body.IsKnown)
        {
            run.Body.Give(ArraySegment<byte>.Empty, null);
        }

        return ValueTask.FromResult<RequestOutcome?>(null);
    }

    private readonly record struct Ended(MediationEffect? Effect, RequestOutcome? Outcome);
}
