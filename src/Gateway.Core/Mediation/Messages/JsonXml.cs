using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Gateway.Core.Mediation.Expressions;

namespace Gateway.Core.Mediation.Messages;

/// <summary>
/// JSON as XML and back, as WSO2 does it: an object is <c>jsonObject</c>, an array <c>jsonArray</c> of <c>jsonElement</c>, a member an element of
/// its name, a list several of them behind <c>&lt;?xml-multiple name?&gt;</c>. Back, namespaces go, and texts that are numbers or truth values
/// become such.
/// </summary>
public static partial class JsonXml
{
    private const string Object = "jsonObject";
    private const string Array = "jsonArray";
    private const string Item = "jsonElement";
    private const string Multiple = "xml-multiple";

    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>A JSON value as one element.</summary>
    public static XElement ToXml(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var whole = new XElement(Object);
                AddMembers(whole, json);
                return whole;
            case JsonValueKind.Array:
                var list = new XElement(Array);
                AddList(list, Item, json);
                return list;
            default:
                var value = new XElement(Item);
                Fill(value, json);
                return value;
        }
    }

    /// <summary>An element as JSON.</summary>
    public static string ToJson(XElement element) => JsonText.Write(writer =>
    {
        switch (element.Name.LocalName)
        {
            case Object:
                WriteMembers(writer, element);
                break;
            case Array:
                writer.WriteStartArray();
                foreach (var item in element.Elements())
                {
                    WriteValue(writer, item);
                }

                writer.WriteEndArray();
                break;
            case Item when !element.HasElements:
                WriteValue(writer, element);
                break;
            default:
                writer.WriteStartObject();
                writer.WritePropertyName(NameOf(element));
                WriteValue(writer, element);
                writer.WriteEndObject();
                break;
        }
    });

    private static void AddMembers(XElement to, JsonElement json)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (member.Name.StartsWith('@') && member.Name.Length > 1 && member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            {
                to.SetAttributeValue(XmlConvert.EncodeLocalName(member.Name[1..])!, Legal(JsonText.Of(member.Value)));
            }
            else if (member.Name == "$")
            {
                to.Add(Legal(JsonText.Of(member.Value)));
            }
            else if (member.Value.ValueKind == JsonValueKind.Array)
            {
                AddList(to, member.Name, member.Value);
            }
            else
            {
                var child = new XElement(XmlConvert.EncodeLocalName(member.Name) is { Length: > 0 } name ? name : "_");
                Fill(child, member.Value);
                to.Add(child);
            }
        }
    }

    private static void AddList(XElement to, string member, JsonElement list)
    {
        var name = XmlConvert.EncodeLocalName(member) is { Length: > 0 } encoded ? encoded : "_";
        to.Add(new XProcessingInstruction(Multiple, name));
        foreach (var item in list.EnumerateArray())
        {
            var child = new XElement(name);
            if (item.ValueKind == JsonValueKind.Array)
            {
                AddList(child, Item, item);
            }
            else
            {
                Fill(child, item);
            }

            to.Add(child);
        }
    }

    private static void Fill(XElement element, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AddMembers(element, value);
                break;
            case JsonValueKind.Null:
                element.SetAttributeValue(Instance + "nil", "true");
                break;
            default:
                element.Add(Legal(JsonText.Of(value)));
                break;
        }
    }

    // JSON may hold characters that XML has no way to write.
    private static string Legal(string text)
    {
        foreach (var c in text)
        {
            if (!XmlConvert.IsXmlChar(c) && !char.IsSurrogate(c))
            {
                return string.Concat(text.Where(sign => XmlConvert.IsXmlChar(sign) || char.IsSurrogate(sign)));
            }
        }

        return text;
    }

    private static void WriteMembers(Utf8JsonWriter writer, XElement element)
    {
        writer.WriteStartObject();
        foreach (var attribute in element.Attributes().Where(IsData))
        {
            writer.WriteString("@" + attribute.Name.LocalName, attribute.Value);
        }

        var lists = element.Nodes().OfType<XProcessingInstruction>().Where(pi => pi.Target == Multiple).Select(pi => pi.Data.Trim()).ToHashSet();
        foreach (var same in element.Elements().GroupBy(child => child.Name.LocalName, StringComparer.Ordinal))
        {
            var items = same.ToList();
            lists.Remove(same.Key);
            writer.WritePropertyName(NameOf(items[0]));
            if (items.Count == 1 && !IsList(element, same.Key))
            {
                WriteValue(writer, items[0]);
                continue;
            }

            writer.WriteStartArray();
            foreach (var item in items)
            {
                WriteValue(writer, item);
            }

            writer.WriteEndArray();
        }

        // A list without items leaves nothing but its mark.
        foreach (var empty in lists)
        {
            writer.WriteStartArray(XmlConvert.DecodeName(empty));
            writer.WriteEndArray();
        }

        var text = string.Concat(element.Nodes().OfType<XText>().Select(part => part.Value)).Trim();
        if (text.Length > 0)
        {
            writer.WritePropertyName("$");
            WriteText(writer, text);
        }

        writer.WriteEndObject();
    }

    private static bool IsList(XElement element, string name) =>
        element.Nodes().OfType<XProcessingInstruction>().Any(pi => pi.Target == Multiple && pi.Data.Trim() == name);

    private static void WriteValue(Utf8JsonWriter writer, XElement element)
    {
        if ((string?)element.Attribute(Instance + "nil") is "true" or "1")
        {
            writer.WriteNullValue();
        }
        else if (element.HasElements || element.Attributes().Any(IsData) || element.Nodes().OfType<XProcessingInstruction>().Any(pi => pi.Target == Multiple))
        {
            WriteMembers(writer, element);
        }
        else if (element.Value.Length == 0)
        {
            writer.WriteNullValue();
        }
        else
        {
            WriteText(writer, element.Value);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        if (text is "true" or "false")
        {
            writer.WriteBooleanValue(text == "true");
        }
        else if (text.Length < 32 && Number().IsMatch(text))
        {
            writer.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }

    private static bool IsData(XAttribute attribute) => !attribute.IsNamespaceDeclaration && attribute.Name.Namespace != Instance;

    private static string NameOf(XElement element) => XmlConvert.DecodeName(element.Name.LocalName);

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
