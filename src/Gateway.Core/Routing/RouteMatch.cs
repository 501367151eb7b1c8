namespace Gateway.Core.Routing;

/// <summary>How a look-up ended.</summary>
public enum RouteOutcome
{
    /// <summary>No API answers under the path: 404.</summary>
    NoApi,

    /// <summary>An API does, but none of its resources: 404.</summary>
    NoResource,

    /// <summary>A resource does, but not with this method: 405.</summary>
    MethodNotAllowed,

    /// <summary>There is an API and a resource.</summary>
    Found,
}

/// <summary>What a <see cref="RouteTable"/> says of a path and method.</summary>
public readonly struct RouteMatch
{
    internal RouteMatch(RouteOutcome outcome, ApiRoute? api, ResourceRoute? resource, int postfixStart, string allow)
    {
        (Outcome, Api, Resource, PostfixStart, Allow) = (outcome, api, resource, postfixStart, allow);
    }

    /// <summary>How the look-up ended.</summary>
    public RouteOutcome Outcome { get; }

    /// <summary>The API; null for <see cref="RouteOutcome.NoApi"/>.</summary>
    public ApiRoute? Api { get; }

    /// <summary>The resource; null unless <see cref="RouteOutcome.Found"/>.</summary>
    public ResourceRoute? Resource { get; }

    /// <summary>
    /// Where in the raw path that which lies behind the API's context begins: at a <c>/</c>, or at the path's end. 0 without an API.
    /// </summary>
    public int PostfixStart { get; }

    /// <summary>The header <c>Allow</c> for <see cref="RouteOutcome.MethodNotAllowed"/>, methods sorted; else empty.</summary>
    public string Allow { get; }
}
