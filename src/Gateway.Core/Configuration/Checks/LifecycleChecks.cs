using Gateway.Core.Endpoints;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Checks;

/// <summary>Prototypes stand only in APIs that are not in service, and apart from other backends.</summary>
internal static class LifecycleChecks
{
    public static void Check(CatalogDraft draft, ProblemList problems)
    {
        foreach (var group in draft.Endpoints.Values.OfType<GroupEndpoint>())
        {
            CheckMembers(group, draft, problems);
        }

        foreach (var api in draft.Apis.Where(api => !LifecycleRules.AllowsPrototypes(api.Lifecycle)))
        {
            var places = draft.ApiPlaces[api];
            CheckEndpoint(api, api.Endpoint, places.Endpoint, draft, problems);
            CheckEndpoint(api, api.SandboxEndpoint, places.Sandbox, draft, problems);
            CheckSequences(api, draft, problems);
        }
    }

    private static void CheckMembers(GroupEndpoint group, CatalogDraft draft, ProblemList problems)
    {
        var isFirst = group.Members.Length > 0 && Prototypes.IsPrototype(group.Members[0], draft.Endpoints);
        for (var i = 1; i < group.Members.Length; i++)
        {
            var member = group.Members[i];
            if (draft.Endpoints.ContainsKey(member) && Prototypes.IsPrototype(member, draft.Endpoints) != isFirst)
            {
                problems.Error(draft.MemberPlaces[group.Name][i], $"[[endpoint]] '{group.Name}' mixes prototype endpoints with others: '{member}'",
                    "A prototype serves APIs that are CREATED or PROTOTYPED only: give prototypes a group of their own.");
                return;
            }
        }
    }

    private static void CheckSequences(ApiDefinition api, CatalogDraft draft, ProblemList problems)
    {
        if (draft.Sequences.GetValueOrDefault(api) is not { } sequences)
        {
            return;
        }

        foreach (var endpoint in sequences.Endpoints)
        {
            if (Prototypes.Reaches(endpoint, draft.Endpoints))
            {
                problems.Error(api.Place, $"[[api]] '{api.Name}' is {LifecycleWords.Of(api.Lifecycle)}, but a sequence of it goes to the prototype endpoint '{endpoint}'",
                    "Prototype endpoints serve APIs that are CREATED or PROTOTYPED only: let the sequence go to an endpoint of another type.");
            }
        }
    }

    private static void CheckEndpoint(ApiDefinition api, string endpoint, SourcePlace place, CatalogDraft draft, ProblemList problems)
    {
        if (Prototypes.Reaches(endpoint, draft.Endpoints))
        {
            problems.Error(place, $"[[api]] '{api.Name}' is {LifecycleWords.Of(api.Lifecycle)}, but goes to the prototype endpoint '{endpoint}'",
                "Prototype endpoints serve APIs that are CREATED or PROTOTYPED only: give it an endpoint of another type, or write lifecycle = \"PROTOTYPED\".");
        }
    }
}
