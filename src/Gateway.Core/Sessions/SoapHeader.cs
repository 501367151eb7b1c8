using System.Xml;

namespace Gateway.Core.Sessions;

/// <summary>What came of looking for a block in the header of a SOAP message.</summary>
public enum SoapLook
{
    /// <summary>There it is.</summary>
    Found,

    /// <summary>The message has none, or is no SOAP message.</summary>
    None,

    /// <summary>The header does not end in what has come of the message.</summary>
    Unfinished,
}

/// <summary>Looks for one block in the header of a SOAP 1.1 or 1.2 message.</summary>
public static class SoapHeader
{
    private const string Soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Soap12 = "http://www.w3.org/2003/05/soap-envelope";

    // Nothing is fetched and no entity is grown: the message comes from anybody.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>Looks for the text of a header block.</summary>
    /// <param name="message">The message, or its beginning.</param>
    /// <param name="isWhole">Whether it is all there is.</param>
    /// <param name="name">The block's local name.</param>
    /// <param name="space">Its namespace.</param>
    /// <param name="anywhere">Whether it may stand within another block, too.</param>
    /// <param name="text">Its text, without blanks around it.</param>
    public static SoapLook Find(ArraySegment<byte> message, bool isWhole, string name, string space, bool anywhere, out string text)
    {
        text = "";
        try
        {
            using var stream = new MemoryStream(message.Array!, message.Offset, message.Count, writable: false);
            using var reader = XmlReader.Create(stream, Settings);
            if (!IsAtHeader(reader))
            {
                return SoapLook.None;
            }

            while (reader.Read() && reader.Depth > 1)
            {
                if (reader.NodeType == XmlNodeType.Element && (reader.Depth == 2 || anywhere) && reader.LocalName == name && reader.NamespaceURI == space)
                {
                    text = TextOf(reader);
                    return text.Length > 0 ? SoapLook.Found : SoapLook.None;
                }
            }

            return SoapLook.None;
        }
        catch (XmlException)
        {
            return isWhole ? SoapLook.None : SoapLook.Unfinished;
        }
    }

    // Looks at nothing behind the block's end: it may not have come yet.
    private static string TextOf(XmlReader block)
    {
        var text = "";
        var isEmpty = block.IsEmptyElement;
        while (!isEmpty && block.Read() && block.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace)
        {
            text += block.Value;
        }

        return block.NodeType == XmlNodeType.EndElement ? text.Trim() : "";
    }

    // The header is the envelope's first child, if there is one (SOAP 1.1, section 4; SOAP 1.2 part 1, section 5.1).
    private static bool IsAtHeader(XmlReader reader) =>
        reader.MoveToContent() == XmlNodeType.Element && reader is { LocalName: "Envelope", NamespaceURI: Soap11 or Soap12, IsEmptyElement: false }
        && reader.NamespaceURI is var space && reader.Read() && reader.MoveToContent() == XmlNodeType.Element
        && reader is { LocalName: "Header", IsEmptyElement: false } && reader.NamespaceURI == space;
}
