using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Checks;

/// <summary>Mocks stand only in APIs that are not in service (WSO2's prototypes).</summary>
internal static class MockChecks
{
    public static void Check(CatalogDraft draft, ProblemList problems)
    {
        foreach (var api in draft.Apis.Where(api => api.Lifecycle is not (Lifecycle.Created or Lifecycle.Prototyped)))
        {
            foreach (var resource in api.Resources)
            {
                if (resource.Mock is { } mock)
                {
                    problems.Error(mock.Place, $"[[api]] '{api.Name}' is {api.Lifecycle.ToString().ToUpperInvariant()}, but its resource {resource.Path} has a mock",
                        "Mocks serve APIs that are CREATED or PROTOTYPED only: remove it, or write lifecycle = \"PROTOTYPED\".");
                }
            }
        }
    }
}
