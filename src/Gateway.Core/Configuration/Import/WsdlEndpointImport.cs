using System.Collections.Immutable;
using Gateway.Core.Configuration.Files;

namespace Gateway.Core.Configuration.Import;

/// <summary>A backend whose address stands in a WSDL: <c>wsdlendpointService</c> and <c>wsdlendpointPort</c>.</summary>
internal static class WsdlEndpointImport
{
    /// <param name="leaf">The backend, whose address is that of the WSDL.</param>
    /// <param name="url">The key with that address.</param>
    /// <param name="config">The whole, where service and port stand.</param>
    /// <param name="side">production or sandbox.</param>
    /// <param name="plan">Whose project has the WSDL.</param>
    public static PlannedLeaf Apply(PlannedLeaf leaf, Item url, Fields config, string side, ImportPlan plan)
    {
        var suffix = side == "sandbox" ? "Sandbox" : "";
        var keys = ImmutableArray.CreateBuilder<(string, string)>();
        if (WsdlImport.Main(plan.Project) is not { } main)
        {
            if (DocumentAddress.Fault(leaf.Url) is { Length: > 0 } fault)
            {
                url.Wrong($"'{url.Key}' is the address of a WSDL that cannot be fetched: {fault}",
                    "Save the WSDL and what it imports in the project's folder WSDL, or write endpoint_type http and the address of the service itself.");
            }

            url.Changed("It is fetched when the configuration is read, once for the cluster, and not by each node when it is called.");
            keys.Add(("wsdl", CanonicalToml.Quoted(leaf.Url)));
        }
        else if (WsdlImport.Add(main, plan.Project, plan) is { } path)
        {
            url.Changed($"wsdl = {path}: the file in the project in place of the address.");
            keys.Add(("wsdl", path));
        }

        foreach (var (theirs, ours) in (ReadOnlySpan<(string, string)>)[($"wsdlendpointService{suffix}", "service"),
            ($"wsdlendpointPort{suffix}", "port")])
        {
            var item = config[theirs];
            if (item.TextOrNull() is { } name && !PlaceholderText.Refuse(item, name))
            {
                item.Taken($"{ours} of the [[endpoint]] '{leaf.Name}'.");
                keys.Add((ours, CanonicalToml.Quoted(name)));
            }
            else if (item.IsNothing)
            {
                item.Wrong($"an endpoint of type wsdl needs '{theirs}'", "Add it: its address is that of a port of a service in the WSDL.");
            }
        }

        return leaf with { Url = "", OfItsKind = [.. keys, .. leaf.OfItsKind.Where(key => key.Key != "format")] };
    }
}
