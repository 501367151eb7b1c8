using System.Collections.Immutable;
using Gateway.Core.Addresses;
using Gateway.Core.Configuration;
using Gateway.Core.Mediation.Rules;

namespace Gateway.Core.Endpoints;

/// <summary>An endpoint that chooses another one, or an address, for each request: by rules, by a script, or both, the rules first.</summary>
/// <param name="Name">Unique in the catalog.</param>
/// <param name="Settings">How addresses are called.</param>
/// <param name="AllowedHosts">What an address that was computed for a request may point at.</param>
/// <param name="Place">Where it is configured.</param>
public sealed record DynamicEndpoint(string Name, BackendSettings Settings, AllowedHosts AllowedHosts, SourcePlace Place)
    : AddressedEndpoint(Name, Settings, AllowedHosts, Place)
{
    /// <summary>The most of a body that is read for a decision, in bytes, if nothing else is configured.</summary>
    public const long UsualBodyLimit = 1024 * 1024;

    /// <summary>Name of the endpoint that takes what nothing was decided for; empty: the request is refused.</summary>
    public string Default { get; init; } = "";

    /// <summary>The rules in the order in which they are asked.</summary>
    public ImmutableArray<RouteRule> Routes { get; init; } = [];

    /// <summary>The prefixes of their XPath expressions, sorted.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Namespaces { get; init; } = [];

    /// <summary>The script that is asked when no rule matches; null: none.</summary>
    public RouteScript? Script { get; init; }

    /// <summary>The most of a body that is read for a decision, in bytes.</summary>
    public long BodyLimit { get; init; } = UsualBodyLimit;

    /// <summary>The names of endpoints that it can choose, each once: the default first, then those of rules, then what its script has as texts.</summary>
    /// <param name="isEndpoint">Whether the catalog has an endpoint of a name: a script's other texts are just texts.</param>
    public IEnumerable<string> Targets(Func<string, bool> isEndpoint) =>
        Routes.Select(rule => rule.To).Where(to => !Mediation.RoutingDecision.IsAddress(to) && !to.StartsWith('{')).Prepend(Default)
            .Where(name => name.Length > 0)
            .Concat(Script?.Texts.Where(isEndpoint) ?? [])
            .Distinct(StringComparer.Ordinal);
}
