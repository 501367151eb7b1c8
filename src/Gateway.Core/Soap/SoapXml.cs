using System.Text;
using System.Xml;

namespace Gateway.Core.Soap;

/// <summary>Reads and writes messages: nothing is fetched and no entity is grown, because they come from anybody.</summary>
internal static class SoapXml
{
    /// <summary>Elements nested deeper are not read on.</summary>
    public const int Deepest = 200;

    private static readonly XmlReaderSettings ReaderSettings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersFromEntities = 0,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private static readonly XmlWriterSettings WriterSettings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        NamespaceHandling = NamespaceHandling.OmitDuplicates,
        OmitXmlDeclaration = true,
    };

    /// <summary>A reader over a message.</summary>
    /// <param name="message">Its bytes.</param>
    /// <param name="charset">What its content type says; empty: nothing, and the message itself says it.</param>
    public static XmlReader Reader(ArraySegment<byte> message, string charset = "")
    {
        var stream = new MemoryStream(message.Array!, message.Offset, message.Count, writable: false);
        return Known(charset) is { } encoding
            ? XmlReader.Create(new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true), ReaderSettings)
            : XmlReader.Create(stream, ReaderSettings);
    }

    /// <summary>A writer in UTF-8.</summary>
    public static XmlWriter Writer(Stream stream) => XmlWriter.Create(stream, WriterSettings);

    /// <summary>Reads on.</summary>
    /// <exception cref="XmlException">The message is no XML, or nested too deep.</exception>
    public static bool ReadOn(XmlReader reader) =>
        reader.Read() && (reader.Depth <= Deepest ? true : throw new XmlException($"elements are nested more than {Deepest} deep"));

    // UTF-8 and UTF-16 are seen in the message itself. A charset that is not known is left to it, too.
    private static Encoding? Known(string charset) => charset.ToUpperInvariant() switch
    {
        "ISO-8859-1" or "LATIN1" => Encoding.Latin1,
        "US-ASCII" or "ASCII" => Encoding.ASCII,
        "UTF-16LE" => Encoding.Unicode,
        "UTF-16BE" => Encoding.BigEndianUnicode,
        "UTF-8" => Encoding.UTF8,
        _ => null,
    };
}
