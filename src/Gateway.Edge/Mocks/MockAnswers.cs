using Gateway.Core.Attempts;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Mocks;

/// <summary>Writes the answers of mocks.</summary>
internal static class MockAnswers
{
    /// <summary>Status and the gateway's own headers.</summary>
    public static void Begin(GatewayRequest request, int status, DebugHeaders? debug)
    {
        var http = request.Http;
        http.Response.StatusCode = status;
        http.Response.Headers[TraceIdentity.RequestIdHeader] = TraceIdentity.RequestIdOf(http.Request.Headers[TraceIdentity.RequestIdHeader]);
        debug?.Write(request, "", http.Response.Headers);
    }

    /// <summary>Writes the body where there can be one.</summary>
    public static async ValueTask<AttemptOutcome> WriteAsync(GatewayRequest request, string type, ReadOnlyMemory<byte> body)
    {
        var response = request.Http.Response;
        if (response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified)
        {
            return AttemptOutcome.Answered;
        }

        response.ContentType = type;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Http.Request.Method))
        {
            await response.Body.WriteAsync(body);
        }

        return AttemptOutcome.Answered;
    }

    /// <summary>Answers with a fault, through the API's Fault flow where it has one, as WSO2 does.</summary>
    public static async ValueTask<AttemptOutcome> RefuseAsync(GatewayRequest request, Fault fault, DebugHeaders? debug)
    {
        if (request.Mediation is null || !await request.Mediation.RunFaultAsync(fault))
        {
            await FaultWriter.WriteAsync(request, fault, debug);
        }

        return AttemptOutcome.Answered;
    }

    /// <summary>Sets a header that may be set: not those that say how the message is sent.</summary>
    public static void SetHeader(HttpResponse response, string name, string value)
    {
        if (IsToken(name) && IsField(value) && name.ToUpperInvariant() is not ("CONTENT-LENGTH" or "TRANSFER-ENCODING" or "CONNECTION" or "UPGRADE" or "TRAILER"))
        {
            response.Headers[name] = value;
        }
    }

    /// <summary>Whether a text can be a field's value.</summary>
    public static bool IsField(string value) => value.Length > 0 && value.All(static c => c is >= ' ' and < '\u007f');

    private static bool IsToken(string name) => name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c));
}
