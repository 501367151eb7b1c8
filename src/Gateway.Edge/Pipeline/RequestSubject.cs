using Gateway.Core.Mediation.Rules;
using Gateway.Core.Routing;

namespace Gateway.Edge.Pipeline;

/// <summary>What rules see of a request.</summary>
internal sealed class RequestSubject(GatewayRequest request) : IRouteSubject
{
    public string Method => request.Http.Request.Method;

    public ReadOnlySpan<char> Path => request.Target.Path.AsSpan(request.Route.PostfixStart);

    public ReadOnlySpan<char> Query => request.Target.Query;

    public bool HasBody => request.HasBody;

    public string? Header(string name) => request.Http.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    public RequestVariables ReadVariables()
    {
        if (request.Variables is { } known)
        {
            return known;
        }

        var variables = new RequestVariables();
        request.Route.Resource?.ReadVariables(Path, Query, variables);
        return variables;
    }
}
