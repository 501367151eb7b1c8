using System.Collections.Immutable;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Wsdl;

/// <summary>One port of a service: where it is, and what it wants to be sent.</summary>
/// <param name="Service">Local name of the service.</param>
/// <param name="Name">The port's name.</param>
/// <param name="Address">Its address as written; null when it has none that a gateway could call.</param>
/// <param name="Format">By its binding: <c>soap:address</c>, <c>soap12:address</c> or <c>http:address</c>, that with its verb.</param>
/// <param name="Place">Where its address stands, or the port.</param>
internal sealed record WsdlPort(string Service, string Name, string? Address, MessageFormat Format, SourcePlace Place)
{
    /// <summary>All ports in the order written.</summary>
    public static ImmutableArray<WsdlPort> In(WsdlDocuments documents)
    {
        var ports = ImmutableArray.CreateBuilder<WsdlPort>();
        foreach (var part in documents.Parts)
        {
            foreach (var service in part.Xml.Root!.Elements(WsdlNames.Wsdl + "service"))
            {
                foreach (var port in service.Elements(WsdlNames.Wsdl + "port"))
                {
                    ports.Add(Of((string?)service.Attribute("name") ?? "", port, part, documents));
                }
            }
        }

        return ports.ToImmutable();
    }

    /// <summary>The element that says where a port is; null: none that a gateway could call.</summary>
    public static XElement? AddressOf(XElement port) =>
        port.Elements().FirstOrDefault(element => element.Name.LocalName == "address"
            && (element.Name.Namespace == WsdlNames.Soap11 || element.Name.Namespace == WsdlNames.Soap12 || element.Name.Namespace == WsdlNames.Http));

    private static WsdlPort Of(string service, XElement port, WsdlPart part, WsdlDocuments documents)
    {
        var name = (string?)port.Attribute("name") ?? "";
        if (AddressOf(port) is not { } address)
        {
            return new WsdlPort(service, name, null, MessageFormat.LeaveAsIs, part.At(port));
        }

        var format = address.Name.Namespace == WsdlNames.Soap11 ? MessageFormat.Soap11
            : address.Name.Namespace == WsdlNames.Soap12 ? MessageFormat.Soap12
            : Verb(port, documents).Equals("GET", StringComparison.OrdinalIgnoreCase) ? MessageFormat.Get
            : MessageFormat.Rest;
        return new WsdlPort(service, name, ((string?)address.Attribute("location"))?.Trim() ?? "", format, part.At(address));
    }

    private static string Verb(XElement port, WsdlDocuments documents)
    {
        var binding = ((string?)port.Attribute("binding") ?? "").Split(':')[^1];
        return (string?)documents.Parts.SelectMany(part => part.Xml.Root!.Elements(WsdlNames.Wsdl + "binding"))
            .FirstOrDefault(candidate => (string?)candidate.Attribute("name") == binding)?
            .Element(WsdlNames.Http + "binding")?.Attribute("verb") ?? "";
    }
}
