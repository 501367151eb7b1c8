using System.Globalization;
using System.Xml.Linq;
using Gateway.Core.Documents;
using Gateway.Core.Routing;
using Gateway.Core.Suspension;

namespace Gateway.Core.Configuration.Import;

/// <summary>One backend of Synapse's XML: its elements are those of an <c>endpointConfig</c> under other names.</summary>
internal static class SynapseLeafImport
{
    private static readonly (string Path, string Key)[] Elements =
    [
        ("timeout/duration", "actionDuration"), ("timeout/responseAction", "actionSelect"), ("suspendOnFailure/errorCodes", "suspendErrorCode"),
        ("suspendOnFailure/initialDuration", "suspendDuration"), ("suspendOnFailure/progressionFactor", "factor"),
            ("suspendOnFailure/maximumDuration", "suspendMaxDuration"),
        ("markForSuspension/errorCodes", "retryErroCode"), ("markForSuspension/retriesBeforeSuspension", "retryTimeOut"),
            ("markForSuspension/retryDelay", "retryDelay"),
    ];

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="kind">The element that says its kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="document">What it stands in.</param>
    /// <param name="plan">Where is said what becomes of it.</param>
    public static PlannedLeaf? Read(XElement endpoint, XElement kind, string name, ImportDocument document, ImportPlan plan)
    {
        var space = kind.Name.Namespace;
        var local = kind.Name.LocalName;
        var map = DocumentTree.Map(Elements.Select(pair => (pair.Key, Value(kind, space, pair.Path)))
            .Concat([("format", Text((string?)kind.Attribute("format"))), ("optimize", Text((string?)kind.Attribute("optimize"))),
                ("url", Text((string?)kind.Attribute(local == "http" ? "uri-template" : "uri")))])
            .Select(pair => pair.Item1 == "suspendDuration" && pair.Item2 is null
                && (string?)kind.Element(space + "suspendDurationOnFailure") is { } seconds
                && long.TryParse(seconds.Trim(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var count)
                    ? (pair.Item1, Text($"{count * 1000}")) : (pair.Item1, pair.Item2)));
        var fields = new Fields(map, $"endpoint.{name}", document);
        var url = fields["url"];
        var leaf = new PlannedLeaf(name, "") { Type = local };
        if (local == "wsdl")
        {
            url.Wrong("a WSDL endpoint cannot be imported from Synapse's XML: nothing is fetched",
                "Save the WSDL below the configuration's folder, and write an endpoint of type \"wsdl\".");
            return null;
        }

        if (local != "default")
        {
            if (url.TextOrNull() is not { } address || PlaceholderText.Refuse(url, address))
            {
                url.Wrong($"the endpoint '{name}' has no address that can be used", "Write it out.");
                return null;
            }

            if (!BackendAddress.TryCompile(address, out _, out var error, out _))
            {
                url.Wrong($"the address of the endpoint '{name}' cannot be used: {error}", "It begins with http:// or https://.");
                return null;
            }

            leaf = leaf with { Url = address };
        }

        leaf = LeafSettingsImport.Apply(fields, leaf, url) with
        {
            Retry = new RetryCodes(ErrorCodeList.Read(Codes(kind, space, "disabledErrorCodes", fields)),
                ErrorCodeList.Read(Codes(kind, space, "enabledErrorCodes", fields))),
            Weight = Weight(endpoint, space),
        };
        if ((string?)kind.Attribute("method") is { } method)
        {
            leaf = leaf with { OfItsKind = leaf.OfItsKind.Add(("method", CanonicalToml.Quoted(method.ToLowerInvariant()))) };
        }

        foreach (var element in kind.Elements().Where(element => element.Name.LocalName is "enableAddressing" or "enableSec" or "enableRM"))
        {
            document.Report.Add(ImportVerdict.NotSupported, $"endpoint.{name}.{element.Name.LocalName}", fields.Place,
                "No headers of WS-Addressing, WS-Security or WS-RM are added: messages go as they come.");
        }

        fields.Close();
        return leaf;
    }

    private static DocumentNode? Value(XElement kind, XNamespace space, string path)
    {
        var element = path.Split('/').Aggregate<string, XElement?>(kind, (at, part) => at?.Element(space + part));
        var text = ((string?)element)?.Trim();
        return text is null ? null
            : path.EndsWith("Codes", StringComparison.Ordinal)
                ? DocumentTree.List(text.Split([',', ' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(DocumentTree.Text))
            : Text(text);
    }

    private static Item Codes(XElement kind, XNamespace space, string name, Fields fields) =>
        new(Value(kind, space, $"retryConfig/{name}"), $"{fields.Path}.{name}", fields.Place, fields.Document);

    private static int Weight(XElement endpoint, XNamespace space) =>
        endpoint.Elements(space + "property")
            .FirstOrDefault(property => (string?)property.Attribute("name") is "loadbalance.weight" or "loadbalance.weighted.weight") is { } weight
            && int.TryParse((string?)weight.Attribute("value"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var turns)
                ? Math.Clamp(turns, 1, 1000) : 1;

    private static DocumentScalar? Text(string? text) => text is null ? null : DocumentTree.Text(text);
}
