using System.Collections.Frozen;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Routing;

namespace Gateway.Core.Wsdl;

/// <summary>
/// A SOAP API's description as its consumers are to see it: the addresses of its ports are the gateway's, and what it imports is found at
/// the gateway too, under <c>?wsdl=</c> and <c>?xsd=</c>.
/// </summary>
public sealed class WsdlPublication
{
    private readonly FrozenDictionary<string, byte[]> _documents;
    private readonly string _main;

    private WsdlPublication(string main, FrozenDictionary<string, byte[]> documents)
    {
        _main = main;
        _documents = documents;
    }

    /// <summary>Makes it.</summary>
    /// <param name="catalog">The catalog that the API is of, with its files.</param>
    /// <param name="api">A SOAP API with a WSDL.</param>
    /// <param name="origin">Scheme, host and port of the gateway as consumers know it, without a slash at the end.</param>
    /// <exception cref="ArgumentException">The catalog does not hold its files: one that was checked does.</exception>
    public static WsdlPublication Of(Catalog catalog, ApiDefinition api, string origin)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(api);
        var files = catalog.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var problems = new ProblemList(strict: false);
        if (!files.TryGetValue(api.Wsdl, out var main)
            || WsdlDocuments.Read(main, (path, _) => files.GetValueOrDefault(path), problems) is not { } documents)
        {
            throw new ArgumentException($"The catalog does not hold the WSDL of '{api.Name}'.", nameof(catalog));
        }

        // What was fetched goes by a number: its address is that of a backend, which consumers are not to know.
        var names = documents.Parts.Select((part, i) => KeyValuePair.Create(part.File.Path, DocumentAddress.IsMeant(part.File.Path) ? $"{i}" : part.File.Path))
            .ToFrozenDictionary(StringComparer.Ordinal);
        var address = origin + api.FullContext;
        return new WsdlPublication(
            names[api.Wsdl],
            documents.Parts.ToFrozenDictionary(part => names[part.File.Path], part => Publish(part, names, address), StringComparer.Ordinal));
    }

    /// <summary>Whether a query asks for a description at all: <c>?wsdl</c> in any letters, with a value or without, <c>?xsd=</c>, <c>?wsdl2</c>.</summary>
    /// <param name="query">With its <c>?</c>.</param>
    public static bool IsAskedFor(ReadOnlySpan<char> query) =>
        query.StartsWith('?') && Name(query) is var name && (Is(name, "wsdl") || Is(name, "wsdl2") || Is(name, "xsd"));

    /// <summary>The document that a query asks for; null when there is none, as for <c>?wsdl2</c>: it is WSDL 1.1.</summary>
    /// <param name="query">With its <c>?</c>.</param>
    public byte[]? Find(ReadOnlySpan<char> query)
    {
        var name = Name(query);
        if (Is(name, "wsdl2"))
        {
            return null;
        }

        var equals = query.IndexOf('=');
        return _documents.GetValueOrDefault(equals < 0 || equals == query.Length - 1 ? _main : Uri.UnescapeDataString(query[(equals + 1)..]));
    }

    private static byte[] Publish(WsdlPart part, FrozenDictionary<string, string> names, string address)
    {
        foreach (var reference in WsdlReference.In(part.Xml))
        {
            if (!reference.IsElsewhere(part.File.Path))
            {
                var path = Uri.EscapeDataString(names[reference.PathFrom(part.File.Path)]).Replace("%2F", "/", StringComparison.Ordinal);
                reference.Location.Value = $"{address}?{(reference.IsSchema ? "xsd" : "wsdl")}={path}";
            }
        }

        foreach (var port in part.Xml.Root!.Elements(WsdlNames.Wsdl + "service").Elements(WsdlNames.Wsdl + "port"))
        {
            WsdlPort.AddressOf(port)?.SetAttributeValue("location", address);
            foreach (var reference in port.Descendants(WsdlNames.Addressing + "Address"))
            {
                reference.Value = address;
            }
        }

        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
        {
            part.Xml.Save(writer);
        }

        return stream.ToArray();
    }

    private static ReadOnlySpan<char> Name(ReadOnlySpan<char> query)
    {
        var end = query.IndexOfAny('=', '&');
        return end < 0 ? query[1..] : query[1..end];
    }

    private static bool Is(ReadOnlySpan<char> name, string word) => name.Equals(word, StringComparison.OrdinalIgnoreCase);
}
