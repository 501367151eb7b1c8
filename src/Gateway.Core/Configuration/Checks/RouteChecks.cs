using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Checks;

/// <summary>Dynamic endpoints lead to endpoints that exist, and not in a circle; and what has no fixed address is no member of a group.</summary>
internal static class RouteChecks
{
    // A request walks down through them: each costs a call on its stack.
    private const int DeepestChain = 16;

    public static void Check(CatalogDraft draft, ProblemList problems)
    {
        CheckMembers(draft, problems);
        CheckSequences(draft, problems);
        foreach (var (name, routes) in draft.RoutePlaces)
        {
            foreach (var route in routes.Where(route => !draft.IsDefined(route.Target)))
            {
                problems.Error(route.Place, $"[[endpoint]] '{name}' {route.Verb} the endpoint '{route.Target}', which no [[endpoint]] defines",
                    Nearest.Hint(route.Target, draft.Endpoints.Keys.Where(other => other != name), "Define it."));
            }
        }

        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var endpoint in draft.Endpoints.Values.OfType<DynamicEndpoint>())
        {
            Walk(endpoint, draft, depths, problems);
        }
    }

    private static void CheckSequences(CatalogDraft draft, ProblemList problems)
    {
        foreach (var api in draft.Apis.Where(api => api.Sequences.In.IsEmpty && !api.Resources.Any(resource => !resource.Policies.In.IsEmpty)))
        {
            foreach (var (name, place) in new[] { (api.Endpoint, draft.ApiPlaces[api].Endpoint), (api.SandboxEndpoint, draft.ApiPlaces[api].Sandbox) })
            {
                if (draft.Endpoints.GetValueOrDefault(name) is DefaultEndpoint)
                {
                    problems.Warning(place, $"[[api]] '{api.Name}' goes to '{name}', which takes its address from the API's in_sequence, and the API has none: every request is answered 303001",
                        "Add in_sequence = \"in.xml\" with a header To, or name an endpoint with an address.");
                }
            }
        }
    }

    private static void CheckMembers(CatalogDraft draft, ProblemList problems)
    {
        foreach (var group in draft.Endpoints.Values.OfType<GroupEndpoint>())
        {
            for (var i = 0; i < group.Members.Length; i++)
            {
                if (draft.Endpoints.GetValueOrDefault(group.Members[i]) is AddressedEndpoint member)
                {
                    problems.Error(draft.MemberPlaces[group.Name][i],
                        $"[[endpoint]] '{group.Name}' lists the member '{member.Name}', which has no address of its own that a group could watch",
                        $"List the endpoints that it leads to, or let '{member.Name}' lead to '{group.Name}'.");
                }
            }
        }
    }

    /// <summary>Walks all that a dynamic endpoint leads to, without recursion: a file may chain very many of them.</summary>
    /// <param name="start">The endpoint.</param>
    /// <param name="draft">All endpoints.</param>
    /// <param name="depths">Of those met so far, how many lie behind each other from there on, itself included; 0 while on the way.</param>
    /// <param name="problems">Where problems go.</param>
    private static void Walk(DynamicEndpoint start, CatalogDraft draft, Dictionary<string, int> depths, ProblemList problems)
    {
        if (!depths.TryAdd(start.Name, 0))
        {
            return;
        }

        var path = new List<(DynamicEndpoint Endpoint, string[] Targets, int Next)> { Step(start) };
        while (path.Count > 0)
        {
            var (endpoint, targets, next) = path[^1];
            if (next == targets.Length)
            {
                path.RemoveAt(path.Count - 1);
                Measure(endpoint, targets, depths, problems);
                continue;
            }

            path[^1] = (endpoint, targets, next + 1);
            if (draft.Endpoints.GetValueOrDefault(targets[next]) is not DynamicEndpoint target)
            {
                continue;
            }

            if (depths.TryAdd(target.Name, 0))
            {
                path.Add(Step(target));
            }
            else if (depths[target.Name] == 0)
            {
                var circle = path.Select(step => step.Endpoint.Name).SkipWhile(name => name != target.Name).Append(target.Name);
                var place = draft.RoutePlaces[endpoint.Name].Find(route => route.Target == target.Name)?.Place ?? endpoint.Place;
                problems.Error(place, $"dynamic endpoints lead to each other in a circle: {string.Join(" -> ", circle)}",
                    $"Let '{endpoint.Name}' lead to another endpoint than '{target.Name}'.");
            }
        }

        (DynamicEndpoint, string[], int) Step(DynamicEndpoint endpoint) => (endpoint, [.. endpoint.Targets(draft.Endpoints.ContainsKey)], 0);
    }

    private static void Measure(DynamicEndpoint endpoint, string[] targets, Dictionary<string, int> depths, ProblemList problems)
    {
        var depth = 1 + targets.Select(target => depths.GetValueOrDefault(target)).DefaultIfEmpty().Max();
        depths[endpoint.Name] = depth;

        // Those further out are no deeper by their own fault.
        if (depth == DeepestChain + 1)
        {
            problems.Error(endpoint.Place, $"behind [[endpoint]] '{endpoint.Name}' dynamic endpoints lead to one another more than {DeepestChain} times",
                "Let one endpoint have the routes of several.");
        }
    }
}
