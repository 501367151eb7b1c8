using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Import;

/// <summary>The endpoints of an API.</summary>
/// <param name="Production">Name of the one for production; empty: none.</param>
/// <param name="Sandbox">Name of the one for the sandbox; empty: none.</param>
internal sealed record EndpointSides(string Production, string Sandbox)
{
    public static EndpointSides None { get; } = new("", "");

    public bool IsNone => Production.Length == 0 && Sandbox.Length == 0;
}

/// <summary>WSO2's <c>endpointConfig</c>: for production and sandbox a backend, or a group.</summary>
internal static class EndpointConfigImport
{
    private const string Failover = "failover";
    private const string LoadBalance = "load_balance";

    private static readonly ImmutableArray<string> Known = ["http", "address", Failover, LoadBalance, "default", "wsdl", "ws", "graphql"];

    /// <summary>Reads it; what is wrong with it is reported.</summary>
    /// <param name="config">The map.</param>
    /// <param name="name">What the endpoints' names begin with.</param>
    /// <param name="plan">Where they go.</param>
    /// <param name="old">Credentials as 3.x writes them, beside the map; null: none.</param>
    public static EndpointSides Read(Fields config, string name, ImportPlan plan, EndpointCredentials? old = null)
    {
        if (Type(config) is not { } type)
        {
            return EndpointSides.None;
        }

        var production = Side(config, "production", type, name, plan, old);
        var sandbox = Side(config, "sandbox", type, $"{name}-sandbox", plan, old);
        if (type == "graphql")
        {
            (production, sandbox) = GraphQl(config, name, plan, production, sandbox);
        }

        if (type == "default")
        {
            config["endpoint_type"].Changed("type = \"default\": as in WSO2 the API's sequence sets the header To. An address computed from the request needs the endpoint's allowed_hosts besides.");
        }

        Unused(config, type);
        config.Close();
        return new EndpointSides(production, sandbox);
    }

    private static string? Type(Fields config)
    {
        var item = config["endpoint_type"];
        var type = item.TextOrNull()?.ToLowerInvariant();
        if (type is null)
        {
            type = config["production_endpoints"].IsList || config["sandbox_endpoints"].IsList ? LoadBalance
                : config["production_failovers"].IsNothing && config["sandbox_failovers"].IsNothing ? "http" : Failover;
            config.Report.Add(ImportVerdict.Changed, item.Key, item.Place, $"It is not set; by what stands beside it, it is taken as {type}.");
            return type;
        }

        if (Known.Contains(type))
        {
            return type;
        }

        item.Wrong($"endpoints of type '{item.Text}' cannot be imported", type switch
        {
            "awslambda" => "No gateway but AWS's calls functions so. Put a function URL or an API of AWS in front, and import that as an endpoint of type http.",
            "sequence_backend" =>
                "Its answers are made by a sequence: write the API by hand, with that sequence as its in_sequence, ended by <respond/>.",
            "registry" => "It names an entry of WSO2's registry. Export the API with the endpoint itself in it.",
            _ => $"It may be: {string.Join(", ", Known)}.",
        });
        return null;
    }

    private static string Side(Fields config, string side, string type, string name, ImportPlan plan, EndpointCredentials? old)
    {
        var from = plan.Endpoints.Count;
        var backends = Backends(config, side, type);
        var failovers = type == Failover ? config[$"{side}_failovers"].List().ToArray() : [];
        if (type == Failover && backends.Length == 0 && failovers.Length > 0)
        {
            config[$"{side}_failovers"].Changed("There is no primary endpoint: the first of these takes its place.");
        }

        Item[] all = [.. backends, .. failovers];
        var leaves = new List<PlannedLeaf>();
        for (var i = 0; i < all.Length; i++)
        {
            var leafName = all.Length == 1 ? name : $"{name}-{(type == Failover ? MemberOfFailover(i, all.Length) : Letters(i))}";
            if (LeafImport.Read(all[i], leafName, type, config, side, plan) is { } leaf)
            {
                leaves.Add(leaf);
                plan.Add(leaf);
            }
        }

        if (leaves.Count == 0)
        {
            return "";
        }

        EndpointSecurityImport.Apply(config, side, name, from, plan, old);
        return leaves.Count == 1 ? Alone(config, side, type, all.Length, name, from, leaves[0], plan)
            : GroupImport.Add(config, type == Failover, name, from, leaves, plan);
    }

    /// <summary>One backend needs no group: it goes by the name that the group would have.</summary>
    private static string Alone(Fields config, string side, string type, int listed, string name, int at, PlannedLeaf leaf, ImportPlan plan)
    {
        if (type is Failover or LoadBalance)
        {
            config["endpoint_type"].Changed($"There is but one endpoint for {side}, which needs no group of type {type}.");
            GroupImport.Unused(config);
        }

        if (listed > 1)
        {
            plan.Rename(at, leaf.Name, name);
        }

        return name;
    }

    private static Item[] Backends(Fields config, string side, string type)
    {
        var item = config[$"{side}_endpoints"];
        var backends = item.List().ToArray();
        if (backends.Length > 1 && type is not (LoadBalance or Failover))
        {
            item.Changed($"{backends.Length} addresses stand in a list, although endpoint_type is {type}; all are taken, as a group that deals requests in turn.");
        }

        return backends;
    }

    // What belongs to another type stays behind when somebody changes the type: WSO2 does not look at it.
    private static void Unused(Fields config, string type)
    {
        foreach (var side in (string[])["production", "sandbox"])
        {
            var failovers = config[$"{side}_failovers"];
            if (type != Failover && !failovers.IsNothing)
            {
                failovers.Told(ImportVerdict.LeftOut, $"WSO2 does not look at it when endpoint_type is {type}.");
            }
        }

        if (type is not (LoadBalance or Failover))
        {
            GroupImport.Unused(config);
        }

        if (type != "wsdl")
        {
            foreach (var key in LeafImport.WsdlKeys.Where(config.Has))
            {
                config[key].Told(ImportVerdict.LeftOut, $"WSO2 does not look at it when endpoint_type is {type}.");
            }
        }
    }

    /// <summary>For GraphQL the endpoints stand one level deeper: those for queries, and those for subscriptions.</summary>
    private static (string Production, string Sandbox) GraphQl(Fields config, string name, ImportPlan plan, string production, string sandbox)
    {
        if (config["http"].Map() is { } http)
        {
            var sides = Read(http, name, plan);
            production = production.Length > 0 ? production : sides.Production;
            sandbox = sandbox.Length > 0 ? sandbox : sides.Sandbox;
        }

        if (!config["ws"].IsNothing)
        {
            config["ws"].NotSupported("Subscriptions go to the same backend as queries here.");
        }

        return (production, sandbox);
    }

    private static string MemberOfFailover(int index, int count) =>
        index == 0 ? "primary" : count == 2 ? "backup" : $"backup-{index}";

    private static string Letters(int index) => index < 26 ? ((char)('a' + index)).ToString() : $"{index + 1}";
}
