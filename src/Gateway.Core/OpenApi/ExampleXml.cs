using System.Text;
using System.Xml;
using Gateway.Core.Documents;

namespace Gateway.Core.OpenApi;

/// <summary>Writes a value as XML in the shape that its schema's <c>xml</c> objects give it (OpenAPI 3.0.4, section 4.7.26).</summary>
internal sealed class ExampleXml(OpenApiDocument document)
{
    private const string Root = "response";

    private readonly SchemaExample _schemas = new(document);

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="schema">Its schema, or a reference to it, which then names the root; null when there is none.</param>
    public string Write(DocumentNode value, DocumentNode? schema)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, CheckCharacters = true, ConformanceLevel = ConformanceLevel.Document }))
        {
            var resolved = document.Resolve(schema, out var reference);
            var name = resolved?["xml"]?["name"]?.Text ?? reference.Split('/')[^1];
            WriteElement(xml, name.Length == 0 ? Root : name, value, resolved, isRoot: true);
        }

        return text.ToString();
    }

    private void WriteElement(XmlWriter xml, string name, DocumentNode value, DocumentNode? schema, bool isRoot = false)
    {
        if (value is DocumentList list)
        {
            WriteList(xml, name, list, schema, isRoot);
            return;
        }

        Start(xml, name, schema);
        if (value is DocumentMap map)
        {
            var schemas = new Dictionary<string, DocumentNode>(StringComparer.Ordinal);
            foreach (var (key, property) in schema is null ? [] : _schemas.Properties(schema))
            {
                schemas[key] = property;
            }

            DocumentNode? Of(string key) => schemas.TryGetValue(key, out var property) ? document.Resolve(property) : null;
            var attributes = map.Entries.Where(entry => Of(entry.Key)?["xml"]?["attribute"]?.Text == "true" && entry.Value is DocumentScalar).ToList();
            foreach (var attribute in attributes)
            {
                WriteAttribute(xml, attribute, Of(attribute.Key)!);
            }

            foreach (var entry in map.Entries.Except(attributes))
            {
                WriteElement(xml, Of(entry.Key)?["xml"]?["name"]?.Text ?? entry.Key, entry.Value, Of(entry.Key));
            }
        }
        else
        {
            xml.WriteString(Clean(value.Text ?? ""));
        }

        xml.WriteEndElement();
    }

    // A list's own name is that of its elements, unless they are wrapped. A document has one root, so a list at the root always is.
    private void WriteList(XmlWriter xml, string name, DocumentList list, DocumentNode? schema, bool isRoot)
    {
        var items = document.Resolve(schema?["items"], out var reference);
        var isWrapped = isRoot || schema?["xml"]?["wrapped"]?.Text == "true";
        var itemName = items?["xml"]?["name"]?.Text ?? (!isWrapped ? name : reference.Length > 0 ? reference.Split('/')[^1] : isRoot && name == Root ? "item" : name);
        if (isWrapped)
        {
            Start(xml, name, schema);
        }

        foreach (var item in list.Items)
        {
            WriteElement(xml, itemName, item, items);
        }

        if (isWrapped)
        {
            xml.WriteEndElement();
        }
    }

    private static void Start(XmlWriter xml, string name, DocumentNode? schema)
    {
        var (prefix, uri) = (schema?["xml"]?["prefix"]?.Text, schema?["xml"]?["namespace"]?.Text);
        if (string.IsNullOrEmpty(uri))
        {
            xml.WriteStartElement(XmlConvert.EncodeLocalName(name));
        }
        else
        {
            xml.WriteStartElement(string.IsNullOrEmpty(prefix) ? null : XmlConvert.EncodeLocalName(prefix), XmlConvert.EncodeLocalName(name), uri);
        }
    }

    private static void WriteAttribute(XmlWriter xml, DocumentEntry attribute, DocumentNode schema)
    {
        var name = XmlConvert.EncodeLocalName(schema["xml"]?["name"]?.Text ?? attribute.Key);
        var (prefix, uri) = (schema["xml"]?["prefix"]?.Text, schema["xml"]?["namespace"]?.Text);
        if (string.IsNullOrEmpty(uri) || string.IsNullOrEmpty(prefix))
        {
            xml.WriteAttributeString(name, Clean(attribute.Value.Text ?? ""));
        }
        else
        {
            xml.WriteAttributeString(XmlConvert.EncodeLocalName(prefix), name, uri, Clean(attribute.Value.Text ?? ""));
        }
    }

    private static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Where(XmlConvert.IsXmlChar));
}
