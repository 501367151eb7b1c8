using System.Collections.Immutable;

namespace Gateway.Core.Routing;

/// <summary>
/// Whose pages may call, and how: WSO2's <c>[apim.cors]</c> of a node, or an API's own <c>corsConfiguration</c>. The defaults are
/// those of API Manager.
/// </summary>
public sealed record CorsPolicy
{
    /// <summary>WSO2's defaults.</summary>
    public static CorsPolicy Default { get; } = new();

    /// <summary>
    /// Whether the gateway cares for CORS. Where it does not, backends do: their headers go through, and OPTIONS is a method like any other.
    /// </summary>
    public bool Enabled { get; init; } = true;

    /// <summary><c>*</c>, or origins in lower case as browsers send them; one <c>*</c> in an origin stands for a part of its host or port.</summary>
    public ImmutableArray<string> AllowOrigins { get; init; } = ["*"];

    /// <summary>Methods, as far as the resource offers them.</summary>
    public ImmutableArray<string> AllowMethods { get; init; } = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"];

    /// <summary>Request headers; <c>*</c> alone: whatever is asked for.</summary>
    public ImmutableArray<string> AllowHeaders { get; init; } =
        ["authorization", "Access-Control-Allow-Origin", "Content-Type", "SOAPAction", "apikey", "Internal-Key"];

    /// <summary>Headers of answers that a page may read besides the few it always may.</summary>
    public ImmutableArray<string> ExposeHeaders { get; init; } = [];

    /// <summary>Whether requests may carry cookies and the like; never of every origin at once, as in WSO2.</summary>
    public bool AllowCredentials { get; init; }

    /// <summary>How long a browser may keep the answer to a preflight; null: it is not said.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>All that it says, for a comparison.</summary>
    public override string ToString() =>
        $"{Enabled} {string.Join(',', AllowOrigins)} {string.Join(',', AllowMethods)} {string.Join(',', AllowHeaders)} "
        + $"{string.Join(',', ExposeHeaders)} {AllowCredentials} {MaxAge}";
}
