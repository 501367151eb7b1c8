using System.Collections.Frozen;
using Gateway.Core.Documents;

namespace Gateway.Core.Configuration.Import;

/// <summary>What apictl's parameters say of one environment.</summary>
/// <param name="Keys">The environment's keys.</param>
internal sealed record EnvironmentParameters(Fields Keys);

/// <summary>apictl's parameter files: endpoints that differ from environment to environment, put in place of the API's own.</summary>
internal static class ParametersImport
{
    private static readonly FrozenSet<string> LeftOut = FrozenSet.ToFrozenSet(
        ["name", "certs", "mutualSslCerts", "policies", "deploymentEnvironments", "dependentAPIs", "gatewayEnvironments"], StringComparer.Ordinal);

    /// <summary>The environment's keys; null when no parameters are wanted, or they cannot be read, which is then reported.</summary>
    public static EnvironmentParameters? Read(ImportOptions options, ImportReport report)
    {
        if (options.Parameters is not { } file || ImportDocument.Read(file, report, options.Variables) is not { } read)
        {
            return null;
        }

        var environments = read.Root is DocumentMap map ? new Fields(map, file.Name, read.Document)["environments"].List()
            .Select(item => item.Map()).OfType<Fields>().ToArray() : [];
        var named = environments.FirstOrDefault(environment => environment["name"].Text == options.Environment);
        if (named is null)
        {
            report.Problems.Error(file.At(1, 1), $"there is no environment '{options.Environment}' in these parameters",
                environments.Length == 0 ? "They are a list under the key 'environments', each with a name."
                    : $"It may be: {string.Join(", ", environments.Select(environment => environment["name"].Text))}.");
            return null;
        }

        // 4.x has the keys in 'configs', 3.x directly under the environment.
        return new EnvironmentParameters(named["configs"].Map() ?? named);
    }

    /// <summary>The <c>endpointConfig</c> with the environment's values in it.</summary>
    public static Fields? Apply(Fields? config, EnvironmentParameters parameters)
    {
        var keys = parameters.Keys;
        var entries = (config?.Map.Entries ?? []).ToDictionary(entry => entry.Key, entry => (DocumentNode?)entry.Value, StringComparer.Ordinal);
        var type = keys["endpointType"].TextOrNull()?.ToLowerInvariant();
        var isSoap = type == "soap";
        switch (type)
        {
            case null:
                break;
            case "rest" or "http":
                entries["endpoint_type"] = DocumentTree.Text("http");
                break;
            case "soap":
                entries["endpoint_type"] = DocumentTree.Text("address");
                break;
            case "dynamic":
                entries["endpoint_type"] = DocumentTree.Text("default");
                entries["production_endpoints"] = DocumentTree.Map(("url", DocumentTree.Text("default")));
                entries["sandbox_endpoints"] = DocumentTree.Map(("url", DocumentTree.Text("default")));
                break;
            default:
                keys["endpointType"].Wrong($"endpoints of type '{keys["endpointType"].Text}' cannot be imported", "It may be rest, soap or dynamic.");
                break;
        }

        switch (keys["endpointRoutingPolicy"].TextOrNull()?.ToLowerInvariant())
        {
            case "load_balanced" when keys["loadBalanceEndpoints"].Map() is { } balanced:
                entries["endpoint_type"] = DocumentTree.Text("load_balance");
                Put(entries, balanced, isSoap, ("production", "production_endpoints"), ("sandbox", "sandbox_endpoints"));
                foreach (var key in (string[])["algoClassName", "sessionTimeOut", "sessionManagement"])
                {
                    if (!balanced[key].IsNothing && balanced[key].Text != "transport")
                    {
                        entries[key] = balanced[key].Node;
                    }
                }

                balanced.Close();
                break;
            case "failover" when keys["failoverEndpoints"].Map() is { } failover:
                entries["endpoint_type"] = DocumentTree.Text("failover");
                Put(entries, failover, isSoap, ("production", "production_endpoints"), ("productionFailovers", "production_failovers"),
                    ("sandbox", "sandbox_endpoints"), ("sandboxFailovers", "sandbox_failovers"));
                failover.Close();
                break;
            case null when keys["endpoints"].Map() is { } endpoints:
                Put(entries, endpoints, isSoap, ("production", "production_endpoints"), ("sandbox", "sandbox_endpoints"));
                endpoints.Close();
                break;
            case null:
                break;
            default:
                keys["endpointRoutingPolicy"].Wrong($"the routing policy '{keys["endpointRoutingPolicy"].Text}' lacks its endpoints, or is not known",
                    "It is load_balanced, with loadBalanceEndpoints, or failover, with failoverEndpoints.");
                break;
        }

        if (keys["security"].Map() is { } security)
        {
            entries["endpoint_security"] = security.Map;
        }

        keys.Close(LeftOut, "It serves apictl and the publisher.");

        // Values come from two files now: they are told by the one that was asked for.
        var document = keys.Document.Within(keys.Place);
        return entries.Count == 0 ? null
            : new Fields(DocumentTree.Map(entries.Select(entry => (entry.Key, entry.Value))), config?.Path ?? "endpointConfig", document);
    }

    private static void Put(Dictionary<string, DocumentNode?> entries, Fields from, bool isSoap,
        params ReadOnlySpan<(string Theirs, string Ours)> keys)
    {
        foreach (var (theirs, ours) in keys)
        {
            var item = from[theirs];
            if (item.Node is { } node && !item.IsNothing)
            {
                entries[ours] = isSoap ? Typed(node) : node;
            }
        }
    }

    private static DocumentNode Typed(DocumentNode node) => node switch
    {
        DocumentList list => DocumentTree.List(list.Items.Select(Typed)),
        DocumentMap map =>
            DocumentTree.Map(map.Entries.Select(entry => (entry.Key, (DocumentNode?)entry.Value))
            .Prepend(("endpoint_type", DocumentTree.Text("address")))),
        _ => node,
    };
}
