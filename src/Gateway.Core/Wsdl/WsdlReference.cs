using System.Xml.Linq;
using Gateway.Core.Configuration.Files;

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

    /// <summary>
    /// Whether it leads to another server, which is left as it is: a file brings what lies beside it, and a document that was fetched what its
    /// own server has.
    /// </summary>
    /// <param name="from">The path of the document that it stands in.</param>
    public bool IsElsewhere(string from) =>
        Uri.TryCreate(Location.Value.Trim(), UriKind.Absolute, out var there) && there.Scheme is "http" or "https"
        && !(DocumentAddress.IsMeant(from) && DocumentAddress.AreOfOneServer(there, new Uri(from)));

    /// <summary>The other document's path in the bundle; it may lead out of it.</summary>
    /// <param name="from">The path of the document that it stands in.</param>
    public string PathFrom(string from)
    {
        if (DocumentAddress.IsMeant(from))
        {
            return Uri.TryCreate(new Uri(from), Location.Value.Trim(), out var there) ? there.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped) : "";
        }

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
