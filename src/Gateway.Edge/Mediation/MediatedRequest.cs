using Gateway.Core.Mediation.Sequences;
using Gateway.Core.Routing;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Mediation;

/// <summary>What sequences see of a request, and of every message that belongs to it.</summary>
internal abstract class MediatedMessage : IMediatedMessage
{
    private readonly GatewayRequest _request;
    private readonly TimeProvider _clock;
    private RequestVariables? _variables;

    /// <param name="request">The request.</param>
    /// <param name="clock">Tells the time.</param>
    protected MediatedMessage(GatewayRequest request, TimeProvider clock)
    {
        _request = request;
        _clock = clock;
    }

    public DateTimeOffset Now => _clock.GetUtcNow();

    public string Method => _request.ClientMethod;

    public string Path => _request.Target.Path;

    public string Query => _request.Target.Query;

    public int PostfixStart => _request.Route.PostfixStart;

    public string ApiName => Api.Name;

    public string ApiVersion => Api.Version;

    public string ApiContext => Api.FullContext;

    public string Resource => _request.Route.Resource?.Definition.Path ?? "/*";

    public bool IsSandbox => _request.Endpoint.Length > 0 && _request.Endpoint == Api.SandboxEndpoint && _request.Endpoint != Api.Endpoint;

    public string Scheme => _request.Http.Request.Scheme;

    public string RemoteAddress => _request.Http.Connection.RemoteIpAddress is { } peer ? AddressText.Of(_request.Http, peer) : "";

    public string RequestId => TraceIdentity.RequestIdOf(_request.Http.Request.Headers[TraceIdentity.RequestIdHeader]);

    public abstract int Status { get; }

    public abstract IEnumerable<KeyValuePair<string, string>> Headers { get; }

    protected GatewayRequest Request => _request;

    private ApiDefinition Api => _request.Route.Api!.Definition;

    public string? Variable(string name)
    {
        if (_variables is null)
        {
            _variables = new RequestVariables();
            _request.Route.Resource?.ReadVariables(Path.AsSpan(PostfixStart), Query, _variables);
        }

        return _variables[name];
    }

    public abstract string? Header(string name);

    public abstract void SetHeader(string name, string? value);

    protected static string? Joined(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values.Count > 0 ? values.ToString() : null;

    protected static IEnumerable<KeyValuePair<string, string>> All(IHeaderDictionary headers) =>
        headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString()));
}

/// <summary>The request on its way to a backend: what is set here goes out.</summary>
internal sealed class MediatedRequest(GatewayRequest request, TimeProvider clock) : MediatedMessage(request, clock)
{
    private List<string>? _set;

    public override int Status => 0;

    public override IEnumerable<KeyValuePair<string, string>> Headers => All(Request.Http.Request.Headers);

    /// <summary>The headers that sequences have set: of a request that is answered at once, only these are part of the answer.</summary>
    public IReadOnlyList<string> Set => _set ?? (IReadOnlyList<string>)[];

    public override string? Header(string name) => Joined(Request.Http.Request.Headers, name);

    public override void SetHeader(string name, string? value)
    {
        if (TransportHeaders.BelongToCarrier(name))
        {
            return;
        }

        if (value is null)
        {
            Request.Http.Request.Headers.Remove(name);
            _set?.RemoveAll(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
            return;
        }

        Request.Http.Request.Headers[name] = value;
        if (_set is null || !_set.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            (_set ??= []).Add(name);
        }
    }
}

/// <summary>The backend's answer on its way to the client.</summary>
internal sealed class MediatedAnswer(GatewayRequest request, TimeProvider clock) : MediatedMessage(request, clock)
{
    public override int Status => Request.Http.Response.StatusCode;

    public override IEnumerable<KeyValuePair<string, string>> Headers => All(Request.Http.Response.Headers);

    public override string? Header(string name) => Joined(Request.Http.Response.Headers, name);

    public override void SetHeader(string name, string? value)
    {
        if (TransportHeaders.BelongToCarrier(name))
        {
            return;
        }

        if (value is null)
        {
            Request.Http.Response.Headers.Remove(name);
        }
        else
        {
            Request.Http.Response.Headers[name] = value;
        }
    }
}

/// <summary>An answer that is held, not sent yet: of a call, or one that a sequence makes itself.</summary>
/// <param name="request">The request.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="status">Its status.</param>
/// <param name="behind">Where headers are looked for that it does not have; null: nowhere.</param>
internal sealed class HeldAnswer(GatewayRequest request, TimeProvider clock, int status, IMediatedMessage? behind = null) : MediatedMessage(request, clock)
{
    private readonly Dictionary<string, string?> _headers = new(StringComparer.OrdinalIgnoreCase);

    private List<string>? _set;

    public override int Status => status;

    /// <summary>The headers that were set, or removed, after it had come; of a message that goes on as a request, these are its own.</summary>
    public IReadOnlyList<string> Set => _set ?? (IReadOnlyList<string>)[];

    public override IEnumerable<KeyValuePair<string, string>> Headers =>
        _headers.Where(header => header.Value is not null).Select(header => KeyValuePair.Create(header.Key, header.Value!));

    public override string? Header(string name) => _headers.TryGetValue(name, out var value) ? value : behind?.Header(name);

    public override void SetHeader(string name, string? value)
    {
        if (!TransportHeaders.BelongToCarrier(name))
        {
            _headers[name] = value;
            _set?.Add(name);
        }
    }

    /// <summary>It has come whole: what is set from now on, a sequence has set.</summary>
    public void Came() => _set = [];
}
