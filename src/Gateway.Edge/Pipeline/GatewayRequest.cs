using Gateway.Core.Groups;
using Gateway.Core.Routing;
using Gateway.Edge.Catalog;
using Gateway.Edge.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Pipeline;

/// <summary>What one request has seen: pinned when it arrives, so that a reload in its midst changes nothing for it.</summary>
internal sealed class GatewayRequest
{
    public GatewayRequest(HttpContext http, RunningCatalog? catalog, RequestTarget target)
    {
        Http = http;
        Catalog = catalog;
        Target = target;
    }

    public HttpContext Http { get; }

    /// <summary>Null while the edge has none.</summary>
    public RunningCatalog? Catalog { get; }

    public RequestTarget Target { get; }

    /// <summary>The route taken; set before any endpoint is asked.</summary>
    public RouteMatch Route { get; set; }

    /// <summary>Name of the endpoint that the API points at; empty until it is known.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>Tries so far, over all groups.</summary>
    public int Attempts { get; set; }

    /// <summary>Time spent in tries: the backends' share of the request's duration.</summary>
    public TimeSpan BackendTime { get; set; }

    /// <summary>The outermost group's pick: its slot is the request's place in the global order.</summary>
    public Pick? FirstPick { get; set; }

    /// <summary>How long to wait before asking again, when no member could be used.</summary>
    public TimeSpan RetryAfter { get; set; }

    /// <summary>The body kept for sending again; null when there is none, or when no group needs it.</summary>
    public ReplayBody? Body { get; set; }

    /// <summary>The try under way.</summary>
    public BackendExchange? Exchange { get; set; }

    /// <summary>Whether sending it twice does no more than sending it once (RFC 9110, 9.2.2).</summary>
    public bool IsIdempotent =>
        HttpMethods.IsGet(Http.Request.Method) || HttpMethods.IsHead(Http.Request.Method) || HttpMethods.IsPut(Http.Request.Method)
        || HttpMethods.IsDelete(Http.Request.Method) || HttpMethods.IsOptions(Http.Request.Method)
        || HttpMethods.IsTrace(Http.Request.Method) || Http.Request.Headers.ContainsKey("Idempotency-Key");

    /// <summary>Whether the body is still there to be sent again.</summary>
    public bool IsReplayable => Body is null || Body.CanRewind;
}
