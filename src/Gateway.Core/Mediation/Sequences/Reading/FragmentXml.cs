using System.Xml;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Mediation.Expressions;
using XmlText = Gateway.Core.Mediation.Expressions.XmlText;

namespace Gateway.Core.Mediation.Sequences.Reading;

/// <summary>Reads a file of mediators: a document, or a fragment with several roots, as API Manager takes both.</summary>
internal static class FragmentXml
{
    // What is put around a fragment, so that it is one document. It shifts the first line.
    private const string Open = "<fragment>";

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>The elements in a root of ours; null when the text is no XML, which is then reported.</summary>
    /// <param name="file">The file.</param>
    /// <param name="text">Its text, parameters filled in.</param>
    /// <param name="problems">Where problems go.</param>
    public static XElement? Read(CatalogFile file, string text, ProblemList problems)
    {
        text = WithoutDeclaration(text.TrimStart('\uFEFF'));
        try
        {
            using var characters = new StringReader($"{Open}{text}</fragment>");
            using var reader = new BoundedXmlReader(XmlReader.Create(characters, Settings), XmlText.Deepest);
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo).Root;
        }
        catch (XmlException fault)
        {
            problems.Error(file.At(fault.LineNumber, Column(fault.LineNumber, fault.LinePosition)), $"this is not well-formed XML: {Words(fault)}",
                "A sequence is written as XML without a document type: <sequence xmlns=\"http://ws.apache.org/ns/synapse\">…</sequence>, or its mediators alone.");
            return null;
        }
    }

    /// <summary>Where a node stands.</summary>
    public static SourcePlace PlaceOf(CatalogFile file, XObject node)
    {
        var info = (IXmlLineInfo)node;
        return info.HasLineInfo() ? file.At(info.LineNumber, Column(info.LineNumber, info.LinePosition)) : file.At(0, 0);
    }

    // The reader counts from behind the '<'.
    private static int Column(int line, int position) => line == 1 ? Math.Max(1, position - Open.Length) : position;

    private static string Words(XmlException fault)
    {
        // The reader repeats the place, which counts what was put around.
        var end = fault.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return (end < 0 ? fault.Message : fault.Message[..end]).TrimEnd('.');
    }

    private static string WithoutDeclaration(string text)
    {
        var end = text.TrimStart().StartsWith("<?xml", StringComparison.Ordinal) ? text.IndexOf("?>", StringComparison.Ordinal) : -1;
        return end < 0 ? text : string.Concat(string.Concat(text[..(end + 2)].Select(sign => sign == '\n' ? '\n' : ' ')), text.AsSpan(end + 2));
    }
}
