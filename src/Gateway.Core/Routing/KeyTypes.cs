using Gateway.Core.Configuration;

namespace Gateway.Core.Routing;

/// <summary>For which of an API's two endpoints a consumer's key is good, as whoever has checked the key says.</summary>
public enum KeyType
{
    /// <summary>Nobody says so: the request brings no key.</summary>
    None,

    /// <summary>For the production endpoint.</summary>
    Production,

    /// <summary>For the sandbox endpoint.</summary>
    Sandbox,
}

/// <summary>Which endpoint a request goes to.</summary>
public enum EndpointChoice
{
    /// <summary>The production endpoint.</summary>
    Production,

    /// <summary>The sandbox endpoint.</summary>
    Sandbox,

    /// <summary>None: the API has no production endpoint.</summary>
    NoProduction,

    /// <summary>None: the API has no sandbox endpoint.</summary>
    NoSandbox,

    /// <summary>None: a key for the sandbox, where only production is served.</summary>
    SandboxKeyInProduction,

    /// <summary>None: a key for production, where only the sandbox is served.</summary>
    ProductionKeyInSandbox,
}

/// <summary>WSO2's choice between production and sandbox (API Manager's <c>velocity_template.xml</c>).</summary>
public static class KeyTypes
{
    /// <summary>Chooses.</summary>
    /// <param name="environment">The type of the environment that the node serves.</param>
    /// <param name="key">What the request's key is good for.</param>
    /// <param name="hasProduction">Whether the API has a production endpoint.</param>
    /// <param name="hasSandbox">Whether it has a sandbox endpoint.</param>
    public static EndpointChoice Choose(EnvironmentType environment, KeyType key, bool hasProduction, bool hasSandbox) => (environment, key) switch
    {
        (EnvironmentType.Production, KeyType.Sandbox) => EndpointChoice.SandboxKeyInProduction,
        (EnvironmentType.Sandbox, KeyType.Production) => EndpointChoice.ProductionKeyInSandbox,
        (EnvironmentType.Sandbox, _) or (_, KeyType.Sandbox) => hasSandbox ? EndpointChoice.Sandbox : EndpointChoice.NoSandbox,

        // Without a key nothing speaks against the only endpoint that there is: WSO2 does so for resources without security.
        (EnvironmentType.Hybrid, KeyType.None) when !hasProduction && hasSandbox => EndpointChoice.Sandbox,
        _ => hasProduction ? EndpointChoice.Production : EndpointChoice.NoProduction,
    };
}
