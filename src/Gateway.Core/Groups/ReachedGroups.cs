using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Groups;

/// <summary>The groups that requests can reach: what APIs point at, what dynamic endpoints choose among, and the groups inside those.</summary>
public static class ReachedGroups
{
    /// <summary>Their names.</summary>
    public static HashSet<string> In(Catalog catalog)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { "" };
        var groups = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(catalog.Apis.SelectMany(api => new[] { api.Endpoint, api.SandboxEndpoint })
            .Concat(catalog.Sequences.SelectMany(sequences => sequences?.Endpoints ?? [])));
        while (open.TryPop(out var name))
        {
            if (!seen.Add(name))
            {
                continue;
            }

            IEnumerable<string> further = [];
            switch (catalog.Endpoints[name])
            {
                case DynamicEndpoint dynamic:
                    further = dynamic.Targets(catalog.Endpoints.ContainsKey);
                    break;
                case AddressedEndpoint:
                    break;
                case GroupEndpoint group:
                    groups.Add(name);
                    further = group.Members.Where(member => catalog.Endpoints[member] is GroupEndpoint);
                    break;
                default:
                    groups.Add(name);
                    break;
            }

            foreach (var next in further)
            {
                open.Push(next);
            }
        }

        return groups;
    }
}
