using System.Net;
using Gateway.Core.Attempts;
using Gateway.Edge.Authentication;
using Gateway.Edge.Draining;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Sessions;
using Gateway.Edge.Soap;
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
    private readonly ClientConnections _clients;
    private readonly string _requestId;
    private Uri? _address;
    private Backend? _backend;

    public BackendExchange(GatewayRequest request, ForwardedHeaders forwarded, DebugHeaders? debug, ClientConnections clients, string requestId)
    {
        _clients = clients;
        _request = request;
        _forwarded = forwarded;
        _debug = debug;
        _requestId = requestId;
    }

    /// <summary>What the present try's answer was taken for; read when YARP reports no failure.</summary>
    public AttemptFact Fact { get; private set; }

    /// <summary>What the gateway makes itself known with in the present try; null: nothing.</summary>
    public LoginTurn? Login { get; private set; }

    /// <summary>Whether the present try's answer was thrown away, because it only asked for credentials.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Gets ready for a try.</summary>
    public void Begin(Backend backend, Uri address, LoginTurn? login)
    {
        _backend = backend;
        _address = address;
        Login = login;
        BeginAgain();
    }

    /// <summary>Gets ready to send once more within the try.</summary>
    public void BeginAgain()
    {
        Fact = AttemptFact.Answered;
        IsRefused = false;
    }

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = _address;
        if (_request.Turn?.Method is { } method)
        {
            proxyRequest.Method = method;
        }

        var headers = proxyRequest.Headers;
        headers.Host = null;
        ConnectionOptions.Remove(httpContext.Request.Headers.Connection, headers);
        _request.Tie?.StripFrom(headers, httpContext);
        _forwarded.Write(httpContext, headers);
        if (!headers.NonValidated.TryGetValues(TraceIdentity.RequestIdHeader, out var id) || id.ToString() != _requestId)
        {
            headers.Remove(TraceIdentity.RequestIdHeader);
            headers.TryAddWithoutValidation(TraceIdentity.RequestIdHeader, _requestId);
        }

        if (_request.Trace is { } trace)
        {
            headers.Remove(TraceIdentity.TraceParentHeader);
            headers.TryAddWithoutValidation(TraceIdentity.TraceParentHeader, trace.TraceParent);
        }
        else if (!headers.NonValidated.Contains(TraceIdentity.TraceParentHeader))
        {
            headers.TryAddWithoutValidation(TraceIdentity.TraceParentHeader, TraceIdentity.NewTraceParent());
        }

        Login?.Write(proxyRequest);
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return true;
        }

        // Before any header is copied: an answer that is thrown away leaves nothing behind.
        if (Login is { } login && login.Refuses(proxyResponse))
        {
            IsRefused = true;
            return false;
        }

        if (!_backend!.FailureStatuses.IsEmpty && _backend.IsFailure(proxyResponse.StatusCode))
        {
            Fact = GroupPassage.HasSubstitute(_request, _backend.Retry) ? AttemptFact.StatusThrownAway : AttemptFact.StatusPassedOn;
            if (Fact == AttemptFact.StatusThrownAway)
            {
                return false;
            }
        }

        if (proxyResponse.Headers.NonValidated.TryGetValues("Connection", out var options))
        {
            ConnectionOptions.Remove(options.ToString(), proxyResponse.Headers);
        }

        if (_request.Turn is { ChangesAnswer: true } turn && !await AnswerForm.ChangeAsync(turn, proxyResponse, cancellationToken))
        {
            Fact = AttemptFact.BadAnswer;
            return false;
        }

        if (_request.Tie is { } tie && Fact == AttemptFact.Answered)
        {
            await SoapAnswer.CarryAsync(tie, proxyResponse, cancellationToken);
        }

        var proceed = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (FairContent.Suits(proxyResponse))
        {
            proxyResponse.Content = new FairContent(proxyResponse.Content);
        }

        var headers = httpContext.Response.Headers;
        if (!headers.ContainsKey(TraceIdentity.RequestIdHeader))
        {
            headers[TraceIdentity.RequestIdHeader] = _requestId;
        }

        if (Fact == AttemptFact.Answered)
        {
            _request.Tie?.Answer(httpContext, _request.Target.Path, _request.Route.PostfixStart);
        }

        // The edge may have begun to drain while the backend was at it.
        if (_clients.AreLetGo)
        {
            DrainedConnection.Close(httpContext);
        }

        if (proxyResponse.StatusCode == HttpStatusCode.SwitchingProtocols || HttpMethods.IsConnect(httpContext.Request.Method))
        {
            ClientConnection.Watch(httpContext);
        }

        _debug?.Write(_request, _backend.Name, headers);
        return proceed && _request.Mediation is { HasOut: true } mediation ? await mediation.RunOutAsync(proxyResponse, cancellationToken) : proceed;
    }
}
