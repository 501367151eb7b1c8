namespace Gateway.Core.Mediation;

/// <summary>Where a request is to go.</summary>
public enum RoutingTarget
{
    /// <summary>Nowhere: nothing was decided.</summary>
    None,

    /// <summary>To an endpoint of the catalog.</summary>
    Endpoint,

    /// <summary>To an address that stands in the configuration as it is called: whoever wrote it has allowed it.</summary>
    Literal,

    /// <summary>To an address that was computed for the request: it may be called only if the endpoint's <c>allowed_hosts</c> say so.</summary>
    Computed,
}

/// <summary>Where a request is to go, as rules, a script or a sequence have decided.</summary>
/// <param name="Target">What it is.</param>
/// <param name="Value">An endpoint's name, or an address; empty for <see cref="RoutingTarget.None"/>.</param>
public readonly record struct RoutingDecision(RoutingTarget Target, string Value)
{
    /// <summary>Nothing was decided.</summary>
    public static RoutingDecision None => new(RoutingTarget.None, "");

    /// <summary>To an endpoint of the catalog.</summary>
    public static RoutingDecision ToEndpoint(string name) => new(RoutingTarget.Endpoint, name);

    /// <summary>To an address as it stands in the configuration.</summary>
    public static RoutingDecision ToLiteral(string address) => new(RoutingTarget.Literal, address);

    /// <summary>To an address that was computed for the request.</summary>
    public static RoutingDecision ToComputed(string address) => new(RoutingTarget.Computed, address);

    /// <summary>Whether a text is meant as an address rather than as the name of an endpoint: a name holds no slash.</summary>
    public static bool IsAddress(string text) => text.Contains("://", StringComparison.Ordinal);
}
