using System.Xml;
using System.Xml.Linq;

namespace Gateway.Edge.Scripting;

/// <summary>Envelopes of SOAP 1.1 and 1.2 as text. XML without DTDs, checked by whoever parses it.</summary>
internal static class SoapMarkup
{
    private static readonly XNamespace Soap11 = "http://schemas.xmlsoap.org/soap/envelope/";

    private static readonly XNamespace Soap12 = "http://www.w3.org/2003/05/soap-envelope";

    /// <summary>Whether a text is an envelope.</summary>
    /// <param name="markup">XML.</param>
    /// <param name="version">11 or 12; 0: any.</param>
    public static bool IsEnvelope(string markup, int version = 0) =>
        Read(markup) is { Name.LocalName: "Envelope" } root
        && ((version != 12 && root.Name.Namespace == Soap11) || (version != 11 && root.Name.Namespace == Soap12));

    /// <summary>The first child of an envelope's body; what is no envelope, as it is.</summary>
    public static string Payload(string markup) =>
        IsEnvelope(markup) && Read(markup) is { } envelope
            ? envelope.Element(envelope.Name.Namespace + "Body")?.Elements().FirstOrDefault()?.ToString(SaveOptions.DisableFormatting) ?? "" : markup;

    /// <summary>An envelope around what is none.</summary>
    public static string Envelope(string markup) => IsEnvelope(markup) ? markup : Wrap(markup).ToString(SaveOptions.DisableFormatting);

    /// <summary>An envelope with one header more.</summary>
    public static string WithHeader(string markup, string header, bool mustUnderstand)
    {
        var envelope = (IsEnvelope(markup) ? Read(markup) : null) ?? Wrap(markup);
        var soap = envelope.Name.Namespace;
        if (envelope.Element(soap + "Header") is not { } headers)
        {
            envelope.AddFirst(headers = new XElement(soap + "Header"));
        }

        var added = Read(header)!;
        if (mustUnderstand)
        {
            added.SetAttributeValue(soap + "mustUnderstand", soap == Soap11 ? "1" : "true");
        }

        headers.Add(added);
        return envelope.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Reads a text as XML; null when it is none.</summary>
    public static XElement? Read(string markup)
    {
        try
        {
            return Parse(markup);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Reads a text as XML.</summary>
    /// <exception cref="XmlException">It is none.</exception>
    public static XElement Parse(string markup)
    {
        using var reader = XmlReader.Create(new StringReader(markup), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = 4 * 1024 * 1024,
        });
        var open = 0;
        var element = default(XElement);
        while (element is null && reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                element = (XElement)XNode.ReadFrom(reader);
            }
            else if (++open > 1000)
            {
                break;
            }
        }

        return element ?? throw new XmlException("There is no element.");
    }

    private static XElement Wrap(string payload) => new(
        Soap11 + "Envelope", new XAttribute(XNamespace.Xmlns + "soapenv", Soap11.NamespaceName),
        new XElement(Soap11 + "Body", payload.Length == 0 ? null : Read(payload)));
}
