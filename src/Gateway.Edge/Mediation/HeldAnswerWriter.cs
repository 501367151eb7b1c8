using Gateway.Core.Mediation.Sequences;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Mediation;

/// <summary>Writes answers whose body is at hand.</summary>
internal static class HeldAnswerWriter
{
    /// <summary>Writes an answer that was held, with its headers.</summary>
    public static async ValueTask WriteAsync(GatewayRequest request, MediationRun run, HeldAnswer held, DebugHeaders? debug)
    {
        var bytes = run.IsWithoutBody ? [] : run.MustWriteBody ? OutgoingRequest.Bytes(run) : run.Body.Original.ToArray();
        var response = request.Http.Response;
        response.StatusCode = run.Status ?? (run.IsFault && held.Status is 0 or >= 200 and < 400 ? StatusCodes.Status500InternalServerError : held.Status == 0 ? StatusCodes.Status200OK : held.Status);
        foreach (var (name, value) in held.Headers)
        {
            response.Headers[name] = value;
        }

        if (!response.Headers.ContainsKey(TraceIdentity.RequestIdHeader))
        {
            response.Headers[TraceIdentity.RequestIdHeader] = TraceIdentity.RequestIdOf(request.Http.Request.Headers[TraceIdentity.RequestIdHeader]);
        }

        debug?.Write(request, "", response.Headers);
        await WriteBodyAsync(request, run, bytes);
    }

    /// <summary>Writes a body behind headers that are in place.</summary>
    public static async ValueTask WriteBodyAsync(GatewayRequest request, MediationRun run, byte[] bytes)
    {
        var response = request.Http.Response;
        if (run.IsWithoutBody)
        {
            response.Headers.Remove("Content-Type");
            response.Headers.Remove("Content-Encoding");
        }

        if (response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            response.ContentLength = null;
            return;
        }

        if (HttpMethods.IsHead(request.ClientMethod))
        {
            // What came of the backend without a body says how long that would have been.
            response.ContentLength = bytes.Length > 0 ? bytes.Length : response.ContentLength;
            return;
        }

        response.ContentLength = bytes.Length;
        if (bytes.Length > 0)
        {
            await response.Body.WriteAsync(bytes, request.Http.RequestAborted);
        }
    }
}
