using Gateway.Core.Routing;
using Gateway.Edge.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gateway.Edge.Pipeline;

/// <summary>Cares for pages of other origins, where the node's <c>[apim.cors]</c> does not switch that off.</summary>
internal sealed class CorsStep
{
    // What a preflight may ask for, so that what is repeated in the answer stays within bounds.
    private const int LongestRequest = 4096;

    private readonly CorsRules? _node;

    /// <param name="node">The node's own policy.</param>
    public CorsStep(CorsPolicy node) => _node = node.Enabled ? new CorsRules(node) : null;

    /// <summary>The rules for an API: its own, else the node's; null: none, the backend cares.</summary>
    private CorsRules? RulesOf(ApiRoute api) => _node is null ? null : api.Definition.Cors is null ? _node : api.Cors;

    /// <summary>Lets the answer to a page's request say whether the page may read it.</summary>
    /// <param name="request">A request whose API is known.</param>
    public void Announce(GatewayRequest request)
    {
        var http = request.Http;
        if (http.Request.Headers.Origin is { Count: > 0 } origin && !IsForBackend(request) && !IsForGateway(request)
            && RulesOf(request.Route.Api!) is { } rules)
        {
            ConsumerHeaders.Announce(rules, origin.ToString(), http.Response);
        }
    }

    /// <summary>
    /// Answers an OPTIONS request that no resource of the API lists, as WSO2's CORSRequestHandler does: 200 and what is allowed.
    /// </summary>
    /// <param name="request">A request whose API is known.</param>
    /// <returns>False when it is none: it goes its way.</returns>
    public bool TryAnswer(GatewayRequest request)
    {
        var http = request.Http;
        if (!IsForGateway(request) || RulesOf(request.Route.Api!) is not { } rules)
        {
            return false;
        }

        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentLength = 0;
        var headers = http.Response.Headers;
        headers[TraceIdentity.RequestIdHeader] = TraceIdentity.RequestIdOf(http.Request.Headers[TraceIdentity.RequestIdHeader]);
        if (request.Route.Allow.Length > 0)
        {
            headers.Allow = request.Route.Allow;
        }

        var origin = http.Request.Headers.Origin.ToString();
        ConsumerHeaders.Write(rules, origin, headers);
        if (rules.OriginFor(origin) is not null)
        {
            WritePreflight(rules, request, headers);
        }

        return true;
    }

    private static bool IsForGateway(GatewayRequest request) => HttpMethods.IsOptions(request.Http.Request.Method)
        && request.Route.Outcome != RouteOutcome.NoResource && !IsForBackend(request);

    // What an API lists itself is its backend's to answer, headers and all. An API without resources lists nothing, and what is not a
    // preflight goes through there as any other method does.
    private static bool IsForBackend(GatewayRequest request)
    {
        var http = request.Http;
        if (!HttpMethods.IsOptions(http.Request.Method) || request.Route.Outcome != RouteOutcome.Found)
        {
            return false;
        }

        return request.Route.Resource!.Index >= 0
            || http.Request.Headers.Origin.Count == 0 || http.Request.Headers.AccessControlRequestMethod.Count == 0;
    }

    private static void WritePreflight(CorsRules rules, GatewayRequest request, IHeaderDictionary headers)
    {
        headers.AccessControlAllowMethods = rules.MethodsOf(request.Route.Allow);
        if (rules.AnyHeader)
        {
            ConsumerHeaders.Vary(HeaderNames.AccessControlRequestHeaders, headers);
            if (request.Http.Request.Headers.AccessControlRequestHeaders.ToString() is { Length: > 0 and <= LongestRequest } asked)
            {
                headers.AccessControlAllowHeaders = asked;
            }
        }
        else if (rules.AllowHeaders.Length > 0)
        {
            headers.AccessControlAllowHeaders = rules.AllowHeaders;
        }

        if (rules.MaxAge.Length > 0)
        {
            headers.AccessControlMaxAge = rules.MaxAge;
        }
    }
}
