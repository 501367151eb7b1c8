using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Gateway.Management.Access;

/// <summary>
/// Keeps foreign pages from changing anything with an operator's browser: no <c>Origin</c> but our own, and only media types that
/// a browser does not send across origins without asking first, which is never granted.
/// </summary>
internal static class ChangeRules
{
    public static Refusal? Check(HttpContext context) => CheckOrigin(context.Request) ?? CheckContent(context);

    private static Refusal? CheckOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return origin.Count == 0 || (origin.Count == 1 && IsOurs(origin[0]!, request))
            ? null
            : new Refusal(StatusCodes.Status403Forbidden, "A page of another origin may not change anything here.");
    }

    private static bool IsOurs(string origin, HttpRequest request) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    private static Refusal? CheckContent(HttpContext context)
    {
        // What routing answers for itself (404, 405) is no RouteEndpoint. One that was mapped without naming its types gets the default.
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            return null;
        }

        var accepted = (endpoint.Metadata.GetMetadata<ChangeContent>() ?? ChangeContent.Json).MediaTypes;
        return MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var given)
            && accepted.Contains(given.MediaType.Value, StringComparer.OrdinalIgnoreCase)
                ? null
                : new Refusal(
                    StatusCodes.Status415UnsupportedMediaType, $"Send it with the header Content-Type: {string.Join(" or ", accepted)}.");
    }
}
