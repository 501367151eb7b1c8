using System.Xml;
using System.Xml.Linq;
using Gateway.Core.Mediation.Expressions;

namespace Gateway.Core.Configuration.Files;

/// <summary>Reads an XML file that a catalog names: no DTD, nothing fetched, no entity grown, not nested without end.</summary>
internal static class XmlFile
{
    private const int Deepest = 100;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = NamedFiles.Longest,
        MaxCharactersFromEntities = 0,
    };

    /// <summary>The document with its lines; null when it cannot be read, which is then reported.</summary>
    public static XDocument? Load(CatalogFile file, ProblemList problems)
    {
        try
        {
            using var reader = new BoundedXmlReader(XmlReader.Create(new StringReader(file.Text), Settings), Deepest);
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo);
        }
        catch (XmlTooDeepException fault)
        {
            problems.Error(file.At(fault.LineNumber, fault.LinePosition), $"elements are nested more than {Deepest} deep", "No file of this kind needs that; correct it.");
            return null;
        }
        catch (XmlException fault)
        {
            Report(file, fault, problems);
            return null;
        }
    }

    private static void Report(CatalogFile file, XmlException fault, ProblemList problems)
    {
        // Of a DTD, .NET says no place.
        var dtd = fault.LineNumber == 0 ? file.Text.IndexOf("<!DOCTYPE", StringComparison.Ordinal) : -1;
        if (dtd >= 0)
        {
            var before = file.Text.AsSpan(0, dtd);
            problems.Error(file.At(before.Count('\n') + 1, dtd - before.LastIndexOf('\n')), "it has a document type declaration (DTD), which is not read",
                "Remove everything from <!DOCTYPE to its closing '>', and write out what its entities stand for.");
            return;
        }

        problems.Error(file.At(fault.LineNumber, fault.LinePosition), $"it is not XML: {Reason(fault)}", "Correct the file.");
    }

    // .NET says the place once more at the end.
    private static string Reason(XmlException fault)
    {
        var end = fault.Message.IndexOf(" Line ", StringComparison.Ordinal);
        return (end < 0 ? fault.Message : fault.Message[..end]).TrimEnd('.');
    }
}
