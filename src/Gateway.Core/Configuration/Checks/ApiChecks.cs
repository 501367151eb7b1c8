using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Checks;

/// <summary>APIs go to endpoints that exist, and each has a name, version and contexts of its own.</summary>
internal static class ApiChecks
{
    public static void Check(CatalogDraft draft, ProblemList problems)
    {
        var versions = new Dictionary<(string, string), ApiDefinition>();
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
        }

        // An API without context or version has been reported, and claims nothing.
        foreach (var conflict in ApiContexts.Conflicts([.. draft.Apis.Where(api => api.Context.Length > 0 && api.Version.Length > 0)]))
        {
            var (first, second) = (conflict.First, conflict.Second);
            problems.Error(draft.ApiPlaces[second].Context,
                $"two APIs answer under {conflict.Context}: '{first.Name}' {first.Version} and '{second.Name}' {second.Version}",
                second.DefaultVersion && conflict.Context != second.FullContext
                    ? $"Let only one of them be the default version; the first is in line {first.Place.Line}."
                    : $"Change the context or version of one of them; the first is in line {first.Place.Line}.");
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
}
