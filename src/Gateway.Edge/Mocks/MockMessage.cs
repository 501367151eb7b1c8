using System.Globalization;
using Gateway.Core.Routing;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Scripting;

namespace Gateway.Edge.Mocks;

/// <summary>
/// The message that a mock's script works on: the request to begin with, the answer in the end (WSO2's prototype template: AcceptHeader
/// is set, CONTENT_TYPE and HTTP_SC are looked at).
/// </summary>
internal sealed class MockMessage : IScriptMessage
{
    private readonly GatewayRequest _request;
    private readonly List<MockRead> _reads = [];
    private Dictionary<string, string?>? _properties;
    private Dictionary<string, string?>? _axis2;
    private Dictionary<string, string?>? _rest;
    private RequestVariables? _variables;

    /// <param name="request">The request.</param>
    /// <param name="body">Its body as text; empty when there is none, or when the script cannot look at it.</param>
    /// <param name="kind">What that is.</param>
    public MockMessage(GatewayRequest request, string body, PayloadKind kind)
    {
        _request = request;
        Body = body;
        BodyKind = kind;
    }

    public string Body { get; private set; }

    public PayloadKind BodyKind { get; private set; }

    /// <summary>Whether the script has set a body: the request's own is no answer.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>Headers that the script has set, in the transport scope.</summary>
    public Dictionary<string, string>? Headers { get; private set; }

    public IEnumerable<string> PropertyNames =>
        Variables().Names.Concat(_properties?.Where(property => property.Value is not null).Select(property => property.Key) ?? []).Append("AcceptHeader").Distinct();

    /// <summary>The status: the leading digits of HTTP_SC; 200 where there is none that can be sent.</summary>
    public int Status
    {
        get
        {
            var text = (Property("HTTP_SC", PropertyScope.Default) ?? Property("HTTP_SC", PropertyScope.Axis2) ?? "").AsSpan().Trim();
            var end = text.IndexOfAnyExceptInRange('0', '9');
            var digits = end < 0 ? text : text[..end];
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 200 and <= 599 ? status : 200;
        }
    }

    /// <summary>The answer's type.</summary>
    public string ContentType =>
        Property("CONTENT_TYPE", PropertyScope.Default) ?? Property("ContentType", PropertyScope.Axis2)
        ?? Property("messageType", PropertyScope.Axis2) ?? "application/xml";

    public string? Property(string name, PropertyScope scope)
    {
        if (scope == PropertyScope.Transport)
        {
            return Headers?.GetValueOrDefault(name);
        }

        var set = scope switch { PropertyScope.Default => _properties, PropertyScope.Axis2 => _axis2, _ => _rest };
        return set is not null && set.TryGetValue(name, out var value) ? value : scope == PropertyScope.Default ? Read(name) : null;
    }

    public void SetProperty(string name, string? value, PropertyScope scope)
    {
        switch (scope)
        {
            case PropertyScope.Default:
                (_properties ??= new(StringComparer.Ordinal))[name] = value;
                break;
            case PropertyScope.Axis2:
                (_axis2 ??= new(StringComparer.Ordinal))[name] = value;
                break;
            case PropertyScope.Transport when value is null:
                Headers?.Remove(name);
                break;
            case PropertyScope.Transport:
                (Headers ??= new(StringComparer.OrdinalIgnoreCase))[name] = value;
                break;
            default:
                (_rest ??= new(StringComparer.Ordinal))[name] = value;
                break;
        }
    }

    public void SetBody(PayloadKind kind, string text)
    {
        BodyKind = kind;
        Body = text;
        HasAnswer = true;
    }

    /// <summary>What the run has asked of the request so far, each once, in the order of the first time.</summary>
    public IReadOnlyList<MockRead> Reads => _reads;

    /// <summary>A property of the request; null when there is none.</summary>
    public string? OfRequest(string name)
    {
        var http = _request.Http.Request;
        return name switch
        {
            "AcceptHeader" => http.Headers.Accept.Count == 0 ? null : http.Headers.Accept.ToString(),
            "REST_METHOD" => http.Method,
            "REST_FULL_REQUEST_PATH" => _request.Target.Path + _request.Target.Query,
            "REST_SUB_REQUEST_PATH" => _request.Target.Path[_request.Route.PostfixStart..] + _request.Target.Query,
            "API_ELECTED_RESOURCE" => _request.Route.Resource!.Definition.Path,
            _ when name.StartsWith(RequestVariables.QueryPrefix, StringComparison.Ordinal) && _request.Target.Query.Length == 0 => null,
            _ when name.StartsWith(RequestVariables.QueryPrefix, StringComparison.Ordinal)
                || name.StartsWith(RequestVariables.PathPrefix, StringComparison.Ordinal) => Variables()[name],
            _ => null,
        };
    }

    private string? Read(string name)
    {
        foreach (var read in _reads)
        {
            if (read.Name == name)
            {
                return read.Value;
            }
        }

        var value = OfRequest(name);
        _reads.Add(new MockRead(name, value));
        return value;
    }

    private RequestVariables Variables()
    {
        if (_variables is null)
        {
            _variables = new RequestVariables();
            var target = _request.Target;
            _request.Route.Resource!.ReadVariables(target.Path.AsSpan(_request.Route.PostfixStart), target.Query, _variables);
        }

        return _variables;
    }
}
