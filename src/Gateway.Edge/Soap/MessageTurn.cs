using Gateway.Core.Soap;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Gateway.Edge.Soap;

/// <summary>
/// What was changed of a request for one try at one backend, and how to undo it: the next backend may want another form, and an answer of
/// the gateway's own goes by what the client sent.
/// </summary>
internal sealed class MessageTurn
{
    private readonly HttpRequest _request;
    private readonly StringValues _contentType;
    private readonly StringValues _action;
    private readonly StringValues _acceptEncoding;
    private readonly long? _length;
    private readonly Stream _body;
    private readonly IHttpRequestBodyDetectionFeature? _detection;

    public MessageTurn(HttpRequest request)
    {
        _request = request;
        var headers = request.Headers;
        (_contentType, _action, _acceptEncoding) = (headers.ContentType, headers["SOAPAction"], headers.AcceptEncoding);
        _length = headers.ContentLength;
        _body = request.Body;
        _detection = request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>();
    }

    /// <summary>The verb that it is sent with; null: its own.</summary>
    public HttpMethod? Method { get; init; }

    /// <summary>What goes behind the address's query; begins with neither <c>?</c> nor <c>&amp;</c>. Empty: nothing.</summary>
    public string Query { get; private set; } = "";

    /// <summary>The SOAP that the answer is to be for the client; none: plain XML.</summary>
    public SoapVersion AnswerAs { get; private set; }

    /// <summary>Whether the answer has to be put into the client's form.</summary>
    public bool ChangesAnswer { get; private set; }

    /// <summary>Sends another body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="length">Its length in bytes; null: known at its end.</param>
    /// <param name="contentType">Its type.</param>
    public void Send(Stream body, long? length, string contentType)
    {
        _request.Body = body;
        _request.Headers.ContentLength = length;
        _request.Headers.ContentType = contentType;
        SetHasBody(true);
    }

    /// <summary>Sends no body.</summary>
    /// <param name="query">What goes into the query instead.</param>
    public void SendNothing(string query = "")
    {
        _request.Headers.ContentLength = null;
        _request.Headers.Remove("Content-Type");
        Query = query;
        SetHasBody(false);
    }

    /// <summary>Names the action as SOAP 1.1 does; null: not at all.</summary>
    public void NameAction(string? action)
    {
        if (action is null)
        {
            _request.Headers.Remove("SOAPAction");
        }
        else
        {
            _request.Headers["SOAPAction"] = $"\"{action}\"";
        }
    }

    /// <summary>Has the answer put into the client's form; it must then come as it is, not compressed.</summary>
    public void ChangeAnswer(SoapVersion client)
    {
        (ChangesAnswer, AnswerAs) = (true, client);
        _request.Headers.Remove("Accept-Encoding");
    }

    /// <summary>The address with the query that goes to it.</summary>
    public Uri Address(Uri address, UriCreationOptions asWritten)
    {
        if (Query.Length == 0)
        {
            return address;
        }

        var text = address.OriginalString;
        var mark = text.Contains('?') ? text.EndsWith('?') || text.EndsWith('&') ? "" : "&" : "?";
        return Uri.TryCreate(text + mark + Query, asWritten, out var changed) ? changed : address;
    }

    /// <summary>Puts back what a request's turn has changed, if it has one.</summary>
    public static void End(GatewayRequest request)
    {
        request.Turn?.Undo();
        request.Turn = null;
    }

    private void Undo()
    {
        var headers = _request.Headers;
        headers.ContentType = _contentType;
        headers["SOAPAction"] = _action;
        headers.AcceptEncoding = _acceptEncoding;
        headers.ContentLength = _length;
        _request.Body = _body;
        if (_detection is not null)
        {
            _request.HttpContext.Features.Set(_detection);
        }
    }

    private void SetHasBody(bool hasBody) => _request.HttpContext.Features.Set<IHttpRequestBodyDetectionFeature>(new Detection(hasBody));

    private sealed class Detection(bool canHaveBody) : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => canHaveBody;
    }
}
