namespace Gateway.Core.Endpoints;

/// <summary>Which endpoints lead to prototypes.</summary>
public static class Prototypes
{
    /// <summary>Whether all that lies behind an endpoint is prototype endpoints; a group that mixes them with others is refused when it is read.</summary>
    /// <param name="name">The endpoint's name; empty: none.</param>
    /// <param name="endpoints">All endpoints by name.</param>
    public static bool IsPrototype(string name, IReadOnlyDictionary<string, Endpoint> endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);

        // A catalog that is still being checked may have circles; its groups are nested a few deep at most otherwise.
        for (var depth = 0; depth < 32; depth++)
        {
            switch (endpoints.GetValueOrDefault(name))
            {
                case PrototypeEndpoint:
                    return true;
                case GroupEndpoint { Members: [var first, ..] }:
                    name = first;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }
}
