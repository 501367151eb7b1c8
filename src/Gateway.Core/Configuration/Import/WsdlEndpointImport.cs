using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Import;

/// <summary>A backend whose address stands in a WSDL: <c>wsdlendpointService</c> and <c>wsdlendpointPort</c>.</summary>
internal static class WsdlEndpointImport
{
    public static PlannedLeaf Apply(PlannedLeaf leaf, Fields config, string side)
    {
        var suffix = side == "sandbox" ? "Sandbox" : "";
        var keys = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var (theirs, ours) in (ReadOnlySpan<(string, string)>)[($"wsdlendpointService{suffix}", "service"), ($"wsdlendpointPort{suffix}", "port")])
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

        return leaf with { OfItsKind = [.. keys, .. leaf.OfItsKind] };
    }
}
