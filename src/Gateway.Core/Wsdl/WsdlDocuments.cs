using System.Xml;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;

namespace Gateway.Core.Wsdl;

/// <summary>One document of a service's description.</summary>
/// <param name="File">Its file.</param>
/// <param name="Xml">What stands in it.</param>
/// <param name="IsSchema">Whether it is a schema.</param>
internal sealed record WsdlPart(CatalogFile File, XDocument Xml, bool IsSchema)
{
    /// <summary>Where something in it stands.</summary>
    public SourcePlace At(IXmlLineInfo node) => File.At(node.LineNumber, node.LinePosition);
}

/// <summary>A WSDL 1.1 document and the documents and schemas that it imports, each once, however often and in what circle they are named.</summary>
internal sealed class WsdlDocuments
{
    private const int Most = 200;

    private readonly List<WsdlPart> _parts = [];

    private WsdlDocuments()
    {
    }

    /// <summary>The document first, then what it imports.</summary>
    public IReadOnlyList<WsdlPart> Parts => _parts;

    /// <summary>Reads them; null when one cannot be read, which is then reported.</summary>
    /// <param name="main">The document.</param>
    /// <param name="take">Takes another file by its path; null when it cannot be had, which it has then reported at the place.</param>
    /// <param name="problems">Where problems go.</param>
    public static WsdlDocuments? Read(CatalogFile main, Func<string, SourcePlace, CatalogFile?> take, ProblemList problems)
    {
        var documents = new WsdlDocuments();
        var known = new HashSet<string>(StringComparer.Ordinal) { main.Path };
        var isGood = documents.Add(main, isSchema: false, problems);
        for (var i = 0; i < documents._parts.Count; i++)
        {
            var part = documents._parts[i];
            foreach (var reference in WsdlReference.In(part.Xml))
            {
                if (reference.IsElsewhere(part.File.Path))
                {
                    continue;
                }

                var path = reference.PathFrom(part.File.Path);
                if (!known.Add(path))
                {
                    continue;
                }

                if (known.Count > Most)
                {
                    problems.Error(part.At(reference.Location), $"the service description has more than {Most} documents", "Merge some of its schemas.");
                    return null;
                }

                var file = take(path, part.At(reference.Location));
                isGood &= file is not null && documents.Add(file, reference.IsSchema, problems);
            }
        }

        return isGood ? documents : null;
    }

    private bool Add(CatalogFile file, bool isSchema, ProblemList problems)
    {
        if (XmlFile.Load(file, problems) is not { } xml)
        {
            return false;
        }

        var root = xml.Root!;
        if (!isSchema && root.Name != WsdlNames.Wsdl + "definitions")
        {
            var place = file.At(((IXmlLineInfo)root).LineNumber, ((IXmlLineInfo)root).LinePosition);
            if (root.Name.Namespace == WsdlNames.Wsdl20)
            {
                problems.Error(place, "this is WSDL 2.0; only WSDL 1.1 is read",
                    "Use the service's WSDL 1.1, or write an endpoint of type \"soap\" with its url and format.");
            }
            else
            {
                problems.Error(place, $"this is no WSDL: its root element is '{root.Name.LocalName}', not 'definitions' of WSDL 1.1", "Name the service's WSDL 1.1 document.");
            }

            return false;
        }

        _parts.Add(new WsdlPart(file, xml, isSchema));
        return true;
    }
}
