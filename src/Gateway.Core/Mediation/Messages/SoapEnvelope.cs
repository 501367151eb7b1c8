using System.Xml.Linq;

namespace Gateway.Core.Mediation.Messages;

/// <summary>SOAP envelopes: what expressions and mediators see of any XML.</summary>
public static class SoapEnvelope
{
    /// <summary>The namespace of SOAP 1.1.</summary>
    public static readonly XNamespace Soap11 = "http://schemas.xmlsoap.org/soap/envelope/";

    /// <summary>The namespace of SOAP 1.2.</summary>
    public static readonly XNamespace Soap12 = "http://www.w3.org/2003/05/soap-envelope";

    /// <summary>Whether an element is an envelope.</summary>
    public static bool Is(XElement element) =>
        element.Name.LocalName == "Envelope" && (element.Name.Namespace == Soap11 || element.Name.Namespace == Soap12);

    /// <summary>An envelope around some elements, in a document of its own; an envelope stays what it is.</summary>
    public static XElement Around(params IEnumerable<XElement> payload)
    {
        var elements = payload.ToList();
        if (elements is [var only] && Is(only))
        {
            return InDocument(only);
        }

        return InDocument(new XElement(Soap11 + "Envelope", new XAttribute(XNamespace.Xmlns + "soapenv", Soap11.NamespaceName),
            new XElement(Soap11 + "Header"), new XElement(Soap11 + "Body", elements)));
    }

    /// <summary>Its body; made when it has none.</summary>
    public static XElement BodyOf(XElement envelope)
    {
        var name = envelope.Name.Namespace + "Body";
        if (envelope.Element(name) is not { } body)
        {
            envelope.Add(body = new XElement(name));
        }

        return body;
    }

    /// <summary>Its header; made when it has none.</summary>
    public static XElement HeaderOf(XElement envelope)
    {
        var name = envelope.Name.Namespace + "Header";
        if (envelope.Element(name) is not { } header)
        {
            envelope.AddFirst(header = new XElement(name));
        }

        return header;
    }

    /// <summary>The first element in its body; null when that is empty.</summary>
    public static XElement? PayloadOf(XElement envelope) => BodyOf(envelope).Elements().FirstOrDefault();

    // A path from the root begins at a document.
    private static XElement InDocument(XElement envelope)
    {
        if (envelope.Document?.Root != envelope)
        {
            envelope = new XDocument(envelope).Root!;
        }

        return envelope;
    }
}
