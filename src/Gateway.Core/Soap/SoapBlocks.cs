using System.Xml;

namespace Gateway.Core.Soap;

/// <summary>
/// The attributes that SOAP puts on elements that are not its own, from one version to the other: <c>mustUnderstand</c>, <c>actor</c> and
/// <c>role</c>, <c>encodingStyle</c>, <c>relay</c> (SOAP 1.1, section 4.2; SOAP 1.2 part 1, section 5.2).
/// </summary>
internal static class SoapBlocks
{
    private const string Next11 = "http://schemas.xmlsoap.org/soap/actor/next";
    private const string Next12 = SoapNames.Envelope12 + "/role/next";
    private const string Last12 = SoapNames.Envelope12 + "/role/ultimateReceiver";
    private const string Encoding11 = "http://schemas.xmlsoap.org/soap/encoding/";
    private const string Encoding12 = "http://www.w3.org/2003/05/soap-encoding";

    /// <summary>Writes the attributes of the element that the reader stands at, and goes back to it.</summary>
    /// <param name="reader">Stands at an element.</param>
    /// <param name="writer">Has begun the element.</param>
    /// <param name="from">The envelope's namespace as read.</param>
    /// <param name="to">The envelope's namespace as written.</param>
    /// <param name="isOfSoap">Whether the element is the envelope, its header or body.</param>
    public static void WriteAttributes(XmlReader reader, XmlWriter writer, string from, string to, bool isOfSoap)
    {
        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI != from)
            {
                // The envelope's prefix stands for the other version from here on: the writer has declared it.
                if (!(reader.Prefix == "xmlns" || reader.LocalName == "xmlns") || reader.Value != from)
                {
                    writer.WriteAttributeString(reader.Prefix, reader.LocalName, reader.NamespaceURI, reader.Value);
                }
            }
            else if (Changed(reader.LocalName, reader.Value, to, isOfSoap) is { } changed)
            {
                writer.WriteAttributeString(changed.Name, to, changed.Value);
            }
        }

        reader.MoveToElement();
    }

    private static (string Name, string Value)? Changed(string name, string value, string to, bool isOfSoap)
    {
        var to12 = to == SoapNames.Envelope12;
        return name switch
        {
            "mustUnderstand" => (name, value is "1" or "true" ? to12 ? "true" : "1" : to12 ? "false" : "0"),
            "actor" => ("role", value == Next11 ? Next12 : value),
            "role" when value == Last12 => null,
            "role" => ("actor", value == Next12 ? Next11 : value),
            "relay" => null,

            // SOAP 1.2 has none on its own elements.
            "encodingStyle" when isOfSoap && to12 => null,
            "encodingStyle" => (name, value == Encoding11 && to12 ? Encoding12 : value == Encoding12 && !to12 ? Encoding11 : value),
            _ => (name, value),
        };
    }
}
