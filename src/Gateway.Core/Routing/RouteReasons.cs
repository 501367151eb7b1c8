using System.Collections.Immutable;

namespace Gateway.Core.Routing;

/// <summary>Why a request does not go to an API or resource, for those who ask. Asks the same table that routes, with one of them in it.</summary>
public static class RouteReasons
{
    /// <summary>The most that are told of one kind.</summary>
    public const int MostTold = 20;

    /// <summary>Why not the other APIs: those that somebody may have expected, the nearest first.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">The raw path.</param>
    /// <param name="chosen">The API that answers; null: none.</param>
    public static ImmutableArray<(ApiDefinition Api, string Why)> OfOtherApis(RouteTable table, string path, ApiRoute? chosen) =>
    [
        .. table.Apis.Where(api => api != chosen)
            .Select(api => (api.Definition, Why: WhyNot(api.Definition, path, chosen?.Definition), Near: Nearness(api.Definition, path, chosen?.Definition)))
            .Where(other => other.Near > 0 || chosen is null)
            .OrderByDescending(other => other.Near)
            .Take(MostTold)
            .Select(other => (other.Definition, other.Why)),
    ];

    /// <summary>Why not the other resources of an API, in the order written.</summary>
    /// <param name="api">The API.</param>
    /// <param name="path">The raw path.</param>
    /// <param name="query">The raw query with its <c>?</c>; empty: none.</param>
    /// <param name="method">The method.</param>
    /// <param name="chosen">The resource that answers; null: none.</param>
    public static ImmutableArray<(ResourceDefinition Resource, string Why)> OfOtherResources(
        ApiDefinition api, string path, string query, string method, ResourceDefinition? chosen) =>
    [
        .. api.Resources.Where(resource => resource != chosen).Take(MostTold)
            .Select(resource => (resource, WhyNot(api, resource, path, query, method, chosen))),
    ];

    private static string WhyNot(ApiDefinition api, string path, ApiDefinition? chosen)
    {
        if (api.Lifecycle == Lifecycle.Retired)
        {
            return "it is RETIRED";
        }

        if (RouteTable.Build([api]).Match(path, "", "GET").Outcome == RouteOutcome.NoApi)
        {
            return api.DefaultVersion
                ? $"the path begins neither with {Shown(ApiContexts.Versioned(api))} nor with {Shown(ApiContexts.Unversioned(api))}"
                : $"the path does not begin with {Shown(ApiContexts.Versioned(api))}";
        }

        var context = chosen is null ? "another one" : Shown(ApiContexts.Versioned(chosen));
        return RouteTable.Build([api with { DefaultVersion = false }]).Match(path, "", "GET").Outcome == RouteOutcome.NoApi
            ? $"it answers there as the default version only; {context} comes first"
            : $"its context is shorter; {context} comes first";
    }

    private static string WhyNot(ApiDefinition api, ResourceDefinition resource, string path, string query, string method, ResourceDefinition? chosen) =>
        RouteTable.Build([api with { Resources = [resource] }]).Match(path, query, method).Outcome switch
        {
            RouteOutcome.MethodNotAllowed => $"the path matches, {method} is not among its methods",
            RouteOutcome.Found when chosen is not null => $"it matches too; {chosen.Path} comes first",
            RouteOutcome.Found => "it stands for another operation",
            _ => "the path does not match",
        };

    // Answers there too, or a version of the same API, or one with the same first segment: what somebody may have had in mind.
    private static int Nearness(ApiDefinition api, string path, ApiDefinition? chosen) =>
        RouteTable.Build([api with { Lifecycle = api.Lifecycle == Lifecycle.Retired ? Lifecycle.Published : api.Lifecycle }])
            .Match(path, "", "GET").Outcome != RouteOutcome.NoApi ? 3
        : chosen?.Name == api.Name ? 2
        : FirstSegment(ApiContexts.Versioned(api)).SequenceEqual(FirstSegment(path)) ? 1
        : 0;

    private static ReadOnlySpan<char> FirstSegment(string path)
    {
        var rest = path.AsSpan().TrimStart('/');
        var end = rest.IndexOf('/');
        return end < 0 ? rest : rest[..end];
    }

    private static string Shown(string context) => context.Length == 0 ? "/" : context;
}
