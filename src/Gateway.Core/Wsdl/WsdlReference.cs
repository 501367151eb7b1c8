using System.Xml.Linq;

namespace Gateway.Core.Wsdl;

/// <summary>Where a document says where another one is: an <c>import</c>, <c>include</c> or <c>redefine</c>.</summary>
/// <param name="Location">The attribute.</param>
/// <param name="IsSchema">Whether the other one is a schema.</param>
internal readonly record struct WsdlReference(XAttribute Location, bool IsSchema)
{
    /// <summary>All of a document.</summary>
    public static IEnumerable<WsdlReference> In(XDocument document)
    {
        foreach (var element in document.Descendants())
        {
            if (element.Name == WsdlNames.Wsdl + "import" && element.Attribute("location") is { } location)
            {
                yield return new WsdlReference(location, IsSchema: location.Value.EndsWith(".xsd", StringComparison.OrdinalIgnoreCase));
            }
            else if (element.Name.Namespace == WsdlNames.Schema && element.Name.LocalName is "import" or "include" or "redefine"
                && element.Attribute("schemaLocation") is { } schema)
            {
                yield return new WsdlReference(schema, IsSchema: true);
            }
        }
    }

    /// <summary>Whether it is an address of its own, which is left as it is: the gateway fetches nothing.</summary>
    public bool IsElsewhere =>
        Location.Value.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || Location.Value.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The other document's path in the bundle; it may lead out of it.</summary>
    /// <param name="from">The path of the document that it stands in.</param>
    public string PathFrom(string from)
    {
        var parts = new Stack<string>(from.Split('/')[..^1]);
        foreach (var part in Uri.UnescapeDataString(Location.Value.Trim()).Split('/'))
        {
            if (part == ".." && parts.TryPeek(out var above) && above != "..")
            {
                parts.Pop();
            }
            else if (part is not ".")
            {
                parts.Push(part);
            }
        }

        return string.Join('/', parts.Reverse());
    }
}
