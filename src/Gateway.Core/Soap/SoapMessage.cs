using System.Xml;
using System.Xml.Linq;

namespace Gateway.Core.Soap;

/// <summary>
/// Puts a message into another form: SOAP of the other version, plain XML, or parameters. Pieces that belong to neither go from reader to
/// writer as they are; comments and processing instructions, which SOAP does not allow or ignores, are left out.
/// </summary>
public static class SoapMessage
{
    /// <summary>Makes it SOAP of a version. What is no envelope becomes the body's content.</summary>
    /// <param name="message">XML, not empty.</param>
    /// <param name="charset">What its content type says; empty: nothing.</param>
    /// <param name="to">The version.</param>
    /// <param name="into">Where it goes, in UTF-8.</param>
    /// <exception cref="XmlException">It is no XML, has a DTD, or is nested too deep.</exception>
    public static void ToSoap(ArraySegment<byte> message, string charset, SoapVersion to, Stream into)
    {
        using var reader = SoapXml.Reader(message, charset);
        using var writer = SoapXml.Writer(into);
        reader.MoveToContent();
        var from = reader.LocalName == "Envelope" ? SoapNames.VersionOf(reader.NamespaceURI) : SoapVersion.None;
        if (from == SoapVersion.None)
        {
            WriteEnvelope(writer, to, body => Copy(reader, body));
            return;
        }

        ChangeEnvelope(reader, writer, SoapNames.Envelope(from), SoapNames.Envelope(to));
    }

    /// <summary>An envelope with nothing in its body.</summary>
    public static void Empty(SoapVersion version, Stream into)
    {
        using var writer = SoapXml.Writer(into);
        WriteEnvelope(writer, version, static _ => { });
    }

    /// <summary>Makes it plain XML: the first element in the body of an envelope; what is no envelope stays what it is.</summary>
    /// <returns>Whether there was anything to be written.</returns>
    /// <inheritdoc cref="ToSoap"/>
    public static bool ToPlain(ArraySegment<byte> message, string charset, Stream into)
    {
        using var reader = SoapXml.Reader(message, charset);
        if (!IsAtPayload(reader))
        {
            return false;
        }

        // What its texts name by prefixes may be declared on the envelope.
        var spaces = ((IXmlNamespaceResolver)reader).GetNamespacesInScope(XmlNamespaceScope.ExcludeXml);
        using var writer = SoapXml.Writer(into);
        Copy(reader, writer, spaces.Where(space => space.Key.Length > 0 && SoapNames.VersionOf(space.Value) == SoapVersion.None));
        return true;
    }

    /// <summary>The texts of the elements within the payload, by their local names, in order: WSO2's format <c>get</c>.</summary>
    /// <inheritdoc cref="ToSoap"/>
    public static IReadOnlyList<KeyValuePair<string, string>> ToParameters(ArraySegment<byte> message, string charset)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        using var reader = SoapXml.Reader(message, charset);
        if (!IsAtPayload(reader) || reader.IsEmptyElement)
        {
            return parameters;
        }

        var payload = reader.Depth;
        SoapXml.ReadOn(reader);
        while (reader.Depth > payload)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                var element = (XElement)XNode.ReadFrom(reader);
                parameters.Add(new(element.Name.LocalName, element.Value));
            }
            else if (!SoapXml.ReadOn(reader))
            {
                break;
            }
        }

        return parameters;
    }

    private static bool IsAtPayload(XmlReader reader)
    {
        reader.MoveToContent();
        var envelope = reader.NamespaceURI;
        if (reader.LocalName != "Envelope" || SoapNames.VersionOf(envelope) == SoapVersion.None)
        {
            return true;
        }

        var isInBody = false;
        while (SoapXml.ReadOn(reader))
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1)
            {
                isInBody = reader.LocalName == "Body" && reader.NamespaceURI == envelope;
            }
            else if (reader.NodeType == XmlNodeType.Element && reader.Depth == 2 && isInBody)
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteEnvelope(XmlWriter writer, SoapVersion version, Action<XmlWriter> body)
    {
        writer.WriteStartElement("soapenv", "Envelope", SoapNames.Envelope(version));
        writer.WriteStartElement("soapenv", "Body", SoapNames.Envelope(version));
        body(writer);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void ChangeEnvelope(XmlReader reader, XmlWriter writer, string from, string to)
    {
        // A fault's code names the envelope by its prefix, and a default namespace has none.
        var prefix = reader.Prefix.Length > 0 ? reader.Prefix : "soapenv";
        var isInBody = false;
        do
        {
            var isOfSoap = reader.NamespaceURI == from && reader.Depth <= 1;
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth == 2 && isInBody && reader.LocalName == "Fault" && reader.NamespaceURI == from:
                    ChangeFault(reader, writer, prefix, to);
                    continue;
                case XmlNodeType.Element when reader.Depth == 2 && isInBody:
                    Copy(reader, writer);
                    continue;
                case XmlNodeType.Element:
                    isInBody |= isOfSoap && reader is { Depth: 1, LocalName: "Body" };
                    var isEmpty = reader.IsEmptyElement;
                    writer.WriteStartElement(isOfSoap ? prefix : reader.Prefix, reader.LocalName, isOfSoap ? to : reader.NamespaceURI);
                    SoapBlocks.WriteAttributes(reader, writer, from, to, isOfSoap);
                    if (isEmpty)
                    {
                        writer.WriteEndElement();
                    }

                    break;
                case XmlNodeType.EndElement:
                    writer.WriteFullEndElement();
                    break;
                default:
                    WriteText(reader, writer);
                    break;
            }

            if (!SoapXml.ReadOn(reader))
            {
                return;
            }
        }
        while (!reader.EOF);
    }

    private static void ChangeFault(XmlReader reader, XmlWriter writer, string prefix, string to)
    {
        // What the fault's texts name by prefixes is declared further out, if anywhere: it is carried along.
        var spaces = ((IXmlNamespaceResolver)reader).GetNamespacesInScope(XmlNamespaceScope.ExcludeXml);
        var fault = (XElement)XNode.ReadFrom(reader);
        foreach (var (name, space) in spaces)
        {
            if (name.Length > 0 && fault.GetNamespaceOfPrefix(name) is null)
            {
                fault.SetAttributeValue(XNamespace.Xmlns + name, space);
            }
        }

        SoapFaults.Change(fault, prefix, to == SoapNames.Envelope12).WriteTo(writer);
    }

    // One element with all that is in it; the reader then stands behind it.
    private static void Copy(XmlReader reader, XmlWriter writer, IEnumerable<KeyValuePair<string, string>>? spaces = null)
    {
        var depth = reader.Depth;
        do
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var isEmpty = reader.IsEmptyElement;
                    writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                    writer.WriteAttributes(reader, defattr: false);
                    foreach (var (name, space) in spaces ?? [])
                    {
                        if (writer.LookupPrefix(space) is null)
                        {
                            writer.WriteAttributeString("xmlns", name, null, space);
                        }
                    }

                    spaces = null;
                    if (isEmpty)
                    {
                        writer.WriteEndElement();
                    }

                    break;
                case XmlNodeType.EndElement:
                    writer.WriteFullEndElement();
                    break;
                default:
                    WriteText(reader, writer);
                    break;
            }
        }
        while (SoapXml.ReadOn(reader) && (reader.Depth > depth || (reader.Depth == depth && reader.NodeType == XmlNodeType.EndElement)));
    }

    private static void WriteText(XmlReader reader, XmlWriter writer)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Text:
                writer.WriteString(reader.Value);
                break;
            case XmlNodeType.CDATA:
                writer.WriteCData(reader.Value);
                break;
            case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                writer.WriteWhitespace(reader.Value);
                break;
        }
    }
}
