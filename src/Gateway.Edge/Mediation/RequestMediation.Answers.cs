using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Messages;
using Gateway.Core.Mediation.Sequences;
using Gateway.Edge.Pipeline;
using Gateway.Management.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Edge.Mediation;

/// <summary>The Out flow over a backend's answer, and the Fault flow.</summary>
internal sealed partial class RequestMediation
{
    /// <summary>Runs the Out flow over an answer whose headers are in place and whose body has not begun.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellation">Ends the reading of its body.</param>
    /// <returns>Whether the body is still to be copied; else the answer has been written.</returns>
    public async ValueTask<bool> RunOutAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if ((int)answer.StatusCode is >= 100 and < 200)
        {
            return true;
        }

        var http = _request.Http;
        var message = new MediatedAnswer(_request, _shared.Clock);
        var run = Continue(_flows.Out, message, new MessageBody());
        byte[]? raw = null;
        var ended = await DriveAsync(run, async reading =>
        {
            var read = await MediatedBody.ReadAsync(
                await answer.Content.ReadAsStreamAsync(cancellation), message.Header("Content-Encoding"), Limit, cancellation);
            if (read.End != BodyEnd.Read)
            {
                await FaultWriter.WriteAsync(_request, read.End == BodyEnd.TooLarge ? MediationFault.AnswerTooLarge : MediationFault.AnswerCoded, _shared.Debug);
                return RequestOutcome.Failed;
            }

            raw = read.Raw;
            reading.GiveBody(read.Plain);
            return null;
        });
        switch (ended)
        {
            case { Outcome: not null }:
                return false;
            case { Effect: MediationEffect.Failed { Failure: var failure } }:
                return await FailOutAsync(failure);
            case { Effect: MediationEffect.Drop }:
                http.Response.Headers.Clear();
                http.Response.StatusCode = run.Status ?? StatusCodes.Status202Accepted;
                return false;
        }

        if (run.Status is { } status)
        {
            http.Response.StatusCode = status;
            http.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        }

        if (run.Message is HeldAnswer held)
        {
            http.Response.Headers.Clear();
            return await WriteAsync(run, held);
        }

        if (raw is null && !run.Body.IsChanged && !run.IsWithoutBody)
        {
            return true;
        }

        try
        {
            await HeldAnswerWriter.WriteBodyAsync(_request, run, run.MustWriteBody ? OutgoingRequest.Bytes(run) : raw ?? []);
            return false;
        }
        catch (ExpressionException fault)
        {
            return await FailOutAsync(new MediationFailure("0", fault.Message));
        }
    }

    /// <summary>Runs the Fault flow when no endpoint has answered.</summary>
    /// <returns>Whether it has written the answer.</returns>
    public ValueTask<bool> RunFaultAsync(Fault fault) => TryRunFaultAsync(fault, new MediationFailure(fault.Code, fault.Description));

    private async ValueTask<bool> TryRunFaultAsync(Fault fault, MediationFailure failure)
    {
        Restore();
        if (_flows.Fault.IsEmpty || _request.Http.Response.HasStarted)
        {
            return false;
        }

        _request.Http.Response.Clear();
        var held = new HeldAnswer(_request, _shared.Clock, fault.Status, new MediatedRequest(_request, _shared.Clock));
        var body = _run?.Message is MediatedRequest && _run.Body is { IsKnown: true, IsChanged: false } known ? known : new MessageBody();
        var run = Continue(_flows.Fault, held, body);
        run.SetProperty(PropertyScope.Default, "ERROR_CODE", failure.Code);
        run.SetProperty(PropertyScope.Default, "ERROR_MESSAGE", failure.Message);
        run.SetProperty(PropertyScope.Default, "ERROR_DETAIL", failure.Message);
        var ended = await DriveAsync(run, ReadNothingAsync);
        if (ended.Outcome is not null)
        {
            return true;
        }

        if (ended.Effect is MediationEffect.Failed { Failure: var again })
        {
            _shared.Log.Failed(Api, again.Where, again.Message);
            return false;
        }

        if (run.Body.IsChanged || run.Message != held || ended.Effect is MediationEffect.Drop)
        {
            await WriteAsync(run, (HeldAnswer)run.Message);
            return true;
        }

        // A flow that makes no body decorates the gateway's own.
        await FaultWriter.WriteAsync(_request, fault with { Status = run.Status ?? fault.Status }, _shared.Debug, [.. held.Headers]);
        return true;
    }

    private async ValueTask<bool> WriteAsync(MediationRun run, HeldAnswer held)
    {
        try
        {
            await HeldAnswerWriter.WriteAsync(_request, run, held, _shared.Debug);
        }
        catch (ExpressionException fault)
        {
            _shared.Log.Failed(Api, "", fault.Message);
            await FaultWriter.WriteAsync(_request, MediationFault.Of(new MediationFailure("0", fault.Message)), _shared.Debug);
        }

        return false;
    }

    private async ValueTask<bool> FailOutAsync(MediationFailure failure)
    {
        _shared.Log.Failed(Api, failure.Where, failure.Message);
        var fault = MediationFault.Of(failure);
        if (!await TryRunFaultAsync(fault, failure))
        {
            await FaultWriter.WriteAsync(_request, fault, _shared.Debug);
        }

        return false;
    }

    private MediationRun Continue(SequenceProgram program, IMediatedMessage message, MessageBody body)
    {
        if (_run is null)
        {
            return _run = new MediationRun(program, message, body);
        }

        _run.Continue(program, message, body);
        return _run;
    }
}
