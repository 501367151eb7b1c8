using System.Xml;
using Gateway.Core.Sessions;

namespace Gateway.Core.Soap;

/// <summary>What the beginning of a message says: which SOAP it is, and which operation it calls.</summary>
/// <param name="Version">By its envelope.</param>
/// <param name="Operation">Local name of the first element in its body; empty: none.</param>
/// <param name="Space">That element's namespace.</param>
public readonly record struct SoapStart(SoapVersion Version, string Operation, string Space)
{
    /// <summary>Looks at a message, or at as much of it as has come.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="isWhole">Whether that is all there is.</param>
    /// <param name="start">What it says. With <see cref="SoapLook.None"/>: the version, if it is SOAP at all.</param>
    public static SoapLook Read(ArraySegment<byte> message, bool isWhole, out SoapStart start)
    {
        start = new SoapStart(SoapVersion.None, "", "");
        try
        {
            using var reader = SoapXml.Reader(message);
            if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "Envelope")
            {
                return SoapLook.None;
            }

            var envelope = reader.NamespaceURI;
            start = start with { Version = SoapNames.VersionOf(envelope) };
            if (start.Version == SoapVersion.None || reader.IsEmptyElement)
            {
                return SoapLook.None;
            }

            while (SoapXml.ReadOn(reader))
            {
                if (reader is { NodeType: XmlNodeType.Element, Depth: 1, LocalName: "Body" } && reader.NamespaceURI == envelope)
                {
                    return ReadBody(reader, ref start);
                }
            }

            return SoapLook.None;
        }
        catch (XmlException)
        {
            return isWhole ? SoapLook.None : SoapLook.Unfinished;
        }
    }

    private static SoapLook ReadBody(XmlReader reader, ref SoapStart start)
    {
        if (reader.IsEmptyElement)
        {
            return SoapLook.None;
        }

        while (SoapXml.ReadOn(reader) && reader.Depth > 1)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                start = start with { Operation = reader.LocalName, Space = reader.NamespaceURI };
                return SoapLook.Found;
            }
        }

        return SoapLook.None;
    }
}
