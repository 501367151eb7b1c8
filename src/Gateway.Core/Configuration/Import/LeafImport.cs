using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Import;

/// <summary>One backend of an <c>endpointConfig</c>.</summary>
internal static class LeafImport
{
    private static readonly FrozenSet<string> WithoutMeaning = new[] { "template_not_supported" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Where the parts of a WSDL endpoint stand: beside the endpoints, not in them.</summary>
    public static ImmutableArray<string> WsdlKeys { get; } =
        ["wsdlendpointService", "wsdlendpointPort", "wsdlendpointServiceSandbox", "wsdlendpointPortSandbox"];

    /// <summary>Reads it; null when there is none.</summary>
    /// <param name="item">The backend: a map, or its address alone.</param>
    /// <param name="name">What it is to be called.</param>
    /// <param name="type">The <c>endpoint_type</c> of the whole.</param>
    /// <param name="config">The whole.</param>
    /// <param name="side">production or sandbox.</param>
    /// <param name="plan">Where names come from.</param>
    public static PlannedLeaf? Read(Item item, string name, string type, Fields config, string side, ImportPlan plan)
    {
        if (item.Map() is not { } child)
        {
            return item.TextOrNull() is not { } bare || bare.StartsWith('{') ? Nothing(item) : Address(item, bare) is { } address
                ? new PlannedLeaf(name, address) : null;
        }

        var url = child["url"];
        PlannedLeaf? leaf;
        if (type == "default")
        {
            if (!url.IsNothing)
            {
                url.Told(ImportVerdict.LeftOut,
                    "A default endpoint takes its address from the API's in sequence: header To. WSO2 does not look at this one either.");
            }

            leaf = new PlannedLeaf(name, "") { Type = "default" };
        }
        else if (url.TextOrNull() is not { } text)
        {
            return Nothing(child["url"]);
        }
        else if (Address(url, text) is { } address)
        {
            var kind = child["endpoint_type"].TextOrNull()?.ToLowerInvariant() ?? type;
            leaf = new PlannedLeaf(name, address) { Type = kind is "address" or "wsdl" ? kind : "http" };
        }
        else
        {
            return null;
        }

        var settings = child["config"];
        if (settings.Map() is { } known)
        {
            leaf = LeafSettingsImport.Apply(known, leaf, url);
            known.Close();
        }
        else if (!settings.IsNothing)
        {
            settings.NotSupported($"It is {settings.Description}, not a map; WSO2's defaults are taken.");
        }

        leaf = leaf.Type == "wsdl" ? WsdlEndpointImport.Apply(leaf, url, config, side, plan) : leaf;
        child.Close(WithoutMeaning, "WSO2 does not look at it at run time.");
        return leaf;
    }

    private static PlannedLeaf? Nothing(Item item)
    {
        if (item.Node is not null)
        {
            item.Told(ImportVerdict.LeftOut, "It holds no address.");
        }

        return null;
    }

    private static string? Address(Item item, string text)
    {
        if (PlaceholderText.Refuse(item, text))
        {
            return null;
        }

        if (BackendAddress.TryCompile(text, out _, out var error, out var column))
        {
            return text;
        }

        // The address itself is not quoted: it may hold a password.
        item.Wrong($"'{item.Key}' cannot be the address of a backend: {error}", column > 1 ? $"Look at character {column} of it."
            : "It begins with http:// or https://.");
        return null;
    }
}
