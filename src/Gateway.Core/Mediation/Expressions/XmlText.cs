using System.Diagnostics.CodeAnalysis;
using System.Xml;
using System.Xml.Linq;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>Reads XML that comes from anybody: without a document type, without entities, within limits.</summary>
public static class XmlText
{
    /// <summary>The deepest that elements may be nested.</summary>
    public const int Deepest = 128;

    /// <summary>The most characters of one document.</summary>
    public const int Longest = 16 * 1024 * 1024;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = Longest,
        CheckCharacters = true,
        CloseInput = false,
    };

    /// <summary>Reads a document.</summary>
    /// <param name="bytes">Its bytes, in the coding that they declare.</param>
    /// <param name="document">The document, blanks and all; null when it cannot be read.</param>
    /// <param name="error">What is wrong, as part of a sentence; empty when nothing is.</param>
    public static bool TryRead(ArraySegment<byte> bytes, [NotNullWhen(true)] out XDocument? document, out string error)
    {
        using var stream = new MemoryStream(bytes.Array ?? [], bytes.Offset, bytes.Count, writable: false);
        return TryRead(() => XmlReader.Create(stream, Settings), out document, out error);
    }

    /// <inheritdoc cref="TryRead(ArraySegment{byte}, out XDocument?, out string)"/>
    /// <param name="text">Its text.</param>
    /// <param name="document">The document, blanks and all; null when it cannot be read.</param>
    /// <param name="error">What is wrong, as part of a sentence; empty when nothing is.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out XDocument? document, out string error)
    {
        using var characters = new StringReader(text);
        return TryRead(() => XmlReader.Create(characters, Settings), out document, out error);
    }

    private static bool TryRead(Func<XmlReader> open, [NotNullWhen(true)] out XDocument? document, out string error)
    {
        document = null;
        try
        {
            using var reader = new BoundedXmlReader(open(), Deepest);
            document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
            error = "";
            return true;
        }
        catch (XmlException fault)
        {
            error = fault.Message.TrimEnd('.');
            return false;
        }
        catch (ArgumentException)
        {
            // A declared coding that does not exist.
            error = "its coding is not known";
            return false;
        }
    }
}
