using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Checks;

/// <summary>APIs go to endpoints that exist, and each has a name, version and contexts of its own.</summary>
internal static class ApiChecks
{
    public static void Check(CatalogDraft draft, ProblemList problems)
    {
        var versions = new Dictionary<(string, string), ApiDefinition>();
        var contexts = new Dictionary<string, ApiDefinition>(StringComparer.Ordinal);
        var withoutVersion = new Dictionary<string, ApiDefinition>(StringComparer.Ordinal);
        foreach (var api in draft.Apis)
        {
            var places = draft.ApiPlaces[api];
            CheckEndpoint(api, api.Endpoint, places.Endpoint, draft, problems);
            CheckEndpoint(api, api.SandboxEndpoint, places.Sandbox, draft, problems);
            if (api.Name.Length > 0 && api.Version.Length > 0 && !versions.TryAdd((api.Name, api.Version), api))
            {
                problems.Error(api.Place, $"the API '{api.Name}' has its version {api.Version} twice",
                    $"Change name or version of one of them; the first is in line {versions[(api.Name, api.Version)].Place.Line}.");
            }

            if (api.Context.Length == 0 || api.Version.Length == 0)
            {
                continue;
            }

            Claim(contexts, api.FullContext, api, places.Context, "", problems);
            if (api.DefaultVersion)
            {
                Claim(withoutVersion, WithoutVersion(api.Context), api, places.Context, " as default version", problems);
            }
        }
    }

    private static void CheckEndpoint(ApiDefinition api, string endpoint, SourcePlace place, CatalogDraft draft, ProblemList problems)
    {
        if (endpoint.Length > 0 && !draft.IsDefined(endpoint))
        {
            problems.Error(place, $"[[api]] '{api.Name}' goes to the endpoint '{endpoint}', which no [[endpoint]] defines",
                Nearest.Hint(endpoint, draft.Endpoints.Keys, "Define it in an [[endpoint]]."));
        }
    }

    private static void Claim(
        Dictionary<string, ApiDefinition> contexts, string context, ApiDefinition api, SourcePlace place, string how, ProblemList problems)
    {
        if (!contexts.TryAdd(context, api))
        {
            var first = contexts[context];
            problems.Error(place, $"two APIs answer under {context}{how}: '{first.Name}' {first.Version} and '{api.Name}' {api.Version}",
                $"Change the context or version of one of them; the first is in line {first.Place.Line}.");
        }
    }

    // {version} goes with its slash when it is a whole part of the path, else alone.
    private static string WithoutVersion(string context)
    {
        var without = $"{context}/".Replace("/{version}/", "/", StringComparison.Ordinal).Replace("{version}", "", StringComparison.Ordinal).TrimEnd('/');
        return without.Length == 0 ? "/" : without;
    }
}
