using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Edge.Forwarding;

/// <summary>
/// What is sent to a backend and what comes back, header by header: YARP's transformer for one request. Used for one try after
/// the other, never for two at once.
/// </summary>
internal sealed class BackendExchange : HttpTransformer
{
    private readonly GatewayRequest _request;
    private readonly ForwardedHeaders _forwarded;
    private readonly DebugHeaders? _debug;
    private readonly string _requestId;
    private Uri? _address;
    private string _endpoint = "";

    public BackendExchange(GatewayRequest request, ForwardedHeaders forwarded, DebugHeaders? debug, string requestId)
    {
        _request = request;
        _forwarded = forwarded;
        _debug = debug;
        _requestId = requestId;
    }

    /// <summary>Whether the backend has begun to answer in the present try.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>Gets ready for a try.</summary>
    public void Begin(string endpoint, Uri address)
    {
        _endpoint = endpoint;
        _address = address;
        HasAnswer = false;
    }

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = _address;
        var headers = proxyRequest.Headers;
        headers.Host = null;
        ConnectionOptions.Remove(httpContext.Request.Headers.Connection, headers);
        _forwarded.Write(httpContext, headers);
        if (!headers.NonValidated.TryGetValues(TraceIdentity.RequestIdHeader, out var id) || id.ToString() != _requestId)
        {
            headers.Remove(TraceIdentity.RequestIdHeader);
            headers.TryAddWithoutValidation(TraceIdentity.RequestIdHeader, _requestId);
        }

        if (!headers.NonValidated.Contains(TraceIdentity.TraceParentHeader))
        {
            headers.TryAddWithoutValidation(TraceIdentity.TraceParentHeader, TraceIdentity.NewTraceParent());
        }
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return true;
        }

        HasAnswer = true;
        if (proxyResponse.Headers.NonValidated.TryGetValues("Connection", out var options))
        {
            ConnectionOptions.Remove(options.ToString(), proxyResponse.Headers);
        }

        var proceed = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        var headers = httpContext.Response.Headers;
        if (!headers.ContainsKey(TraceIdentity.RequestIdHeader))
        {
            headers[TraceIdentity.RequestIdHeader] = _requestId;
        }

        _debug?.Write(_request, _endpoint, headers);
        return proceed;
    }
}
