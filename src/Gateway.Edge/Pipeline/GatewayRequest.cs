using System.Diagnostics;
using Gateway.Core.Groups;
using Gateway.Core.Mediation;
using Gateway.Core.Routing;
using Gateway.Core.Soap;
using Gateway.Edge.Catalog;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Mediation;
using Gateway.Edge.Sessions;
using Gateway.Edge.Soap;
using Gateway.Edge.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Edge.Pipeline;

/// <summary>What one request has seen: pinned when it arrives, so that a reload in its midst changes nothing for it.</summary>
internal sealed class GatewayRequest
{
    /// <param name="http">The exchange with the client.</param>
    /// <param name="catalog">The catalog in force.</param>
    /// <param name="target">What is asked for.</param>
    /// <param name="started">When it came, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    public GatewayRequest(HttpContext http, RunningCatalog? catalog, RequestTarget target, long started)
    {
        Started = started;
        Http = http;
        Catalog = catalog;
        Target = target;
        ClientMethod = http.Request.Method;
    }

    public HttpContext Http { get; }

    /// <summary>Null while the edge has none.</summary>
    public RunningCatalog? Catalog { get; }

    public RequestTarget Target { get; }

    /// <summary>When it came, by <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long Started { get; }

    /// <summary>The longest it may take, over all tries; the outermost group's word, endless without a group.</summary>
    public TimeSpan TotalTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>The route taken; set before any endpoint is asked.</summary>
    public RouteMatch Route { get; set; }

    /// <summary>Name of the endpoint that the API points at; empty until it is known.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>Where a mediation sequence has sent it, for an endpoint without an address of its own; null: nowhere.</summary>
    public TargetAddress? To { get; set; }

    /// <summary>What goes behind the endpoint's address instead of the rest of path and query; null: those.</summary>
    public string? Postfix { get; set; }

    /// <summary>The path that goes behind an endpoint's address: raw, begins with a slash or is empty.</summary>
    public ReadOnlySpan<char> PostfixPath => Postfix is null ? Target.Path.AsSpan(Route.PostfixStart)
        : Postfix.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? Postfix.AsSpan(0, query)
        : Postfix;

    /// <summary>The query that goes behind it: raw, with its <c>?</c>; empty: none.</summary>
    public ReadOnlySpan<char> PostfixQuery => Postfix is null ? Target.Query
        : Postfix.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? Postfix.AsSpan(query)
        : [];

    /// <summary>Variables of urls that were set for it on its way; null: only those of its path and query hold.</summary>
    public RequestVariables? Variables { get; set; }

    /// <summary>The sequences of its API; null: it has none.</summary>
    public RequestMediation? Mediation { get; set; }

    /// <summary>The method that the client has sent; a sequence may send it on with another one.</summary>
    public string ClientMethod { get; }

    /// <summary>Tries so far, over all groups.</summary>
    public int Attempts { get; set; }

    /// <summary>How often it was sent on after bytes had left, over all groups.</summary>
    public int Repeats { get; set; }

    /// <summary>Time spent in tries: the backends' share of the request's duration.</summary>
    public TimeSpan BackendTime { get; set; }

    /// <summary>The outermost group's pick: its slot is the request's place in the global order.</summary>
    public Pick? FirstPick { get; set; }

    /// <summary>How long to wait before asking again, when no member could be used.</summary>
    public TimeSpan RetryAfter { get; set; }

    /// <summary>The body kept for sending again; null when there is none, or when no group needs it.</summary>
    public ReplayBody? Body { get; set; }

    /// <summary>The innermost group it is passing, where answers may be thrown away; else null.</summary>
    public GroupPassage? Passage { get; set; }

    /// <summary>What ties it to a member of the innermost group that it is passing, where something does; else null.</summary>
    public SessionTie? Tie { get; set; }

    /// <summary>Its spans; null: nobody listens.</summary>
    public RequestTrace? Trace { get; init; }

    /// <summary>The try under way.</summary>
    public BackendExchange? Exchange { get; set; }

    /// <summary>Which SOAP its message was seen to be, if it was looked at.</summary>
    public SoapVersion SoapVersion { get; set; }

    /// <summary>What was changed of it for the backend that it is on its way to; null: nothing.</summary>
    public MessageTurn? Turn { get; set; }

    /// <summary>What to answer when its endpoint would not even try, or it could not be put into a backend's form; null: there is nothing special to say.</summary>
    public Fault? Refusal { get; set; }

    /// <summary>The verb that it was last sent with, where an endpoint has its own; null: the client's.</summary>
    public string? SentMethod { get; set; }

    /// <summary>Whether the client may send a body.</summary>
    public bool HasBody => Http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    /// <summary>Whether sending it twice does no more than sending it once (RFC 9110, 9.2.2).</summary>
    public bool IsIdempotent =>
        ((SentMethod ?? Http.Request.Method) is var verb
            && (HttpMethods.IsGet(verb) || HttpMethods.IsHead(verb) || HttpMethods.IsPut(verb) || HttpMethods.IsDelete(verb)
                || HttpMethods.IsOptions(verb) || HttpMethods.IsTrace(verb)))
        || Http.Request.Headers.ContainsKey("Idempotency-Key");

    /// <summary>Keeps the body from now on, so that it can be sent again.</summary>
    /// <param name="files">Where the part goes that is not kept in memory.</param>
    /// <param name="limit">The least that is kept of it, in bytes.</param>
    public void KeepBody(ReplayFiles files, long limit)
    {
        if (Body is { } kept)
        {
            kept.KeepUpTo(limit);
            return;
        }

        Body = new ReplayBody(Http.Request.Body, files, limit);
        Http.Request.Body = Body;
    }

    /// <summary>Whether the body is still there to be sent again.</summary>
    public bool IsReplayable => Body is null || Body.CanRewind;

    // The runtime's timers count by a clock that moves in steps, on Linux of up to 10 ms, on Windows of up to 16, and may be early by one.
    private static readonly TimeSpan StepOfTimers = TimeSpan.FromMilliseconds(16);

    /// <summary>How much of its total time is left: nothing, when it is no more than a timer can be early by.</summary>
    /// <param name="now">By <see cref="Stopwatch.GetTimestamp"/>.</param>
    public TimeSpan TimeLeft(long now)
    {
        if (TotalTimeout == Timeout.InfiniteTimeSpan)
        {
            return TimeSpan.MaxValue;
        }

        var left = TotalTimeout - Stopwatch.GetElapsedTime(Started, now);
        return left > StepOfTimers || TotalTimeout <= StepOfTimers ? left : TimeSpan.Zero;
    }
}
