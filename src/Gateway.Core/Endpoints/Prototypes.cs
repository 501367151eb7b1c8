namespace Gateway.Core.Endpoints;

/// <summary>Which endpoints lead to prototypes.</summary>
public static class Prototypes
{
    /// <summary>Whether a prototype endpoint lies behind an endpoint, or is it: it may not be used in service then.</summary>
    /// <param name="name">The endpoint's name; empty: none.</param>
    /// <param name="endpoints">All endpoints by name; circles do no harm.</param>
    public static bool Reaches(string name, IReadOnlyDictionary<string, Endpoint> endpoints) =>
        Leaves(name, endpoints).OfType<PrototypeEndpoint>().Any();

    /// <summary>Whether nothing but prototype endpoints lies behind an endpoint: it may be called before the API is for consumers.</summary>
    /// <param name="name">The endpoint's name; empty: none.</param>
    /// <param name="endpoints">All endpoints by name; circles do no harm.</param>
    public static bool IsPrototype(string name, IReadOnlyDictionary<string, Endpoint> endpoints)
    {
        var leaves = Leaves(name, endpoints);
        return leaves.Count > 0 && leaves.TrueForAll(leaf => leaf is PrototypeEndpoint);
    }

    private static List<Endpoint> Leaves(string name, IReadOnlyDictionary<string, Endpoint> endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var leaves = new List<Endpoint>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([name]);
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next) || !endpoints.TryGetValue(next, out var endpoint))
            {
                continue;
            }

            IEnumerable<string> behind = endpoint switch
            {
                GroupEndpoint group => group.Members,
                DynamicEndpoint dynamic => dynamic.Targets(endpoints.ContainsKey),
                _ => [],
            };
            foreach (var target in behind)
            {
                open.Push(target);
            }

            // A dynamic endpoint calls addresses of its own besides those that it leads to.
            if (endpoint is not GroupEndpoint)
            {
                leaves.Add(endpoint);
            }
        }

        return leaves;
    }
}
