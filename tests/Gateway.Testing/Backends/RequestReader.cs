using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Gateway.Testing;

/// <summary>Takes a request down; a body that was read is put back for the script.</summary>
internal static class RequestReader
{
    public static async Task<RecordedRequest> ReadAsync(HttpContext context, bool streamed)
    {
        var request = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        var body = streamed || IsTunnel(context) ? [] : await ReadBodyAsync(context);
        return new RecordedRequest(
            request.Method,
            request.RawTarget,
            request.Protocol,
            new Dictionary<string, StringValues>(request.Headers, StringComparer.OrdinalIgnoreCase),
            body,
            context.Connection.Id);
    }

    // What follows an upgrade or CONNECT is a conversation, and ends only when the script ends it.
    private static bool IsTunnel(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    private static async Task<byte[]> ReadBodyAsync(HttpContext context)
    {
        using var copy = new MemoryStream();
        await context.Request.Body.CopyToAsync(copy, context.RequestAborted);
        var body = copy.ToArray();
        context.Request.Body = new MemoryStream(body, writable: false);
        return body;
    }
}
