using System.Text;
using System.Xml;
using System.Xml.Linq;
using Gateway.Core.Scripting;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace Gateway.Edge.Scripting;

/// <summary>
/// XML in a script, as far as scripts use E4X (ECMA-357): its markup, its text, and child elements and attributes by name, each of
/// which is XML again: <c>order.item</c>, <c>order.attribute("id")</c>. It cannot be changed; a new literal makes a new one.
/// </summary>
internal sealed class XmlValue : ObjectInstance
{
    private IReadOnlyList<XElement>? _elements;

    private XmlValue(Engine engine, string markup, IReadOnlyList<XElement>? elements)
        : base(engine)
    {
        Markup = markup;
        _elements = elements;
    }

    /// <summary>The XML as text.</summary>
    public string Markup { get; }

    /// <summary>XML from a text.</summary>
    /// <exception cref="JavaScriptException">The text is no XML.</exception>
    public static XmlValue Parse(Engine engine, string markup)
    {
        try
        {
            return new XmlValue(engine, markup, [SoapMarkup.Parse(markup)]);
        }
        catch (XmlException e)
        {
            throw new JavaScriptException(engine.Intrinsics.TypeError, $"this is not XML: {e.Message}");
        }
    }

    /// <summary>What a literal makes: its texts were checked when the script was read, its values are escaped.</summary>
    public static XmlValue OfLiteral(Engine engine, JsValue[] parts)
    {
        if (parts is [JsString only])
        {
            return new XmlValue(engine, only.ToString(), null);
        }

        var text = new StringBuilder();
        for (var i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 0)
            {
                text.Append(parts[i].ToString());
                continue;
            }

            var kind = text.Length > 0 ? text[^1] : '\0';
            if (kind is XmlLiteralCall.InAttribute or XmlLiteralCall.InName)
            {
                text.Length--;
            }

            text.Append(Written(engine, parts[i], kind));
        }

        return new XmlValue(engine, text.ToString(), null);
    }

    /// <inheritdoc/>
    public override string ToString() => Simple() ?? Markup;

    /// <inheritdoc/>
    public override JsValue Get(JsValue property, JsValue receiver) => property is JsString name ? Member(name.ToString()) : base.Get(property, receiver);

    /// <inheritdoc/>
    public override bool Set(JsValue property, JsValue value, JsValue receiver) =>
        throw new JavaScriptException(Engine.Intrinsics.TypeError, "XML cannot be changed here: make a new literal");

    private static string Written(Engine engine, JsValue value, char kind)
    {
        if (value is XmlValue xml && kind == '\0')
        {
            return xml.Markup;
        }

        var text = TypeConverter.ToString(value);
        return kind switch
        {
            XmlLiteralCall.InName => IsName(text) ? text : throw new JavaScriptException(engine.Intrinsics.TypeError, "this is not the name of an XML element"),
            XmlLiteralCall.InAttribute => Escape(text).Replace("\"", "&quot;", StringComparison.Ordinal),
            _ => Escape(text),
        };
    }

    private static bool IsName(string text) => text.Length > 0 && text.Split(':') is { Length: <= 2 } parts && parts.All(part =>
        part.Length > 0 && XmlConvert.IsStartNCNameChar(part[0]) && part.All(XmlConvert.IsNCNameChar));

    private static string Escape(string text)
    {
        var clean = text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Where(XmlConvert.IsXmlChar));
        return clean.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
    }

    private JsValue Member(string name) => name switch
    {
        "toString" or "valueOf" => Function(name, _ => JsString.Create(ToString())),
        "toXMLString" or "toSource" or "toJSON" => Function(name, _ => JsString.Create(Markup)),
        "length" => Function(name, _ => JsNumber.Create(Elements().Count)),
        "text" => Function(name, _ => JsString.Create(string.Concat(Elements().SelectMany(element => element.Nodes().OfType<XText>()).Select(text => text.Value)))),
        "name" or "localName" => Function(name, _ => Elements() is [var first, ..] ? JsString.Create(first.Name.LocalName) : Null),
        "children" or "elements" => Function(name, args => args.Length > 0 ? Child(TypeConverter.ToString(args[0])) : Of(Elements().Elements())),
        "child" => Function(name, args => Child(TypeConverter.ToString(args.Length > 0 ? args[0] : Undefined))),
        "descendants" => Function(name, args => Of(Elements().Descendants().Where(element => args.Length == 0 || element.Name.LocalName == TypeConverter.ToString(args[0])))),
        "attribute" => Function(name, args => Attribute(TypeConverter.ToString(args.Length > 0 ? args[0] : Undefined))),
        "copy" => Function(name, _ => this),
        _ when int.TryParse(name, out var index) => Elements().ElementAtOrDefault(index) is { } element ? Of([element]) : Undefined,
        _ => Child(name),
    };

    private ClrFunction Function(string name, Func<JsValue[], JsValue> body) => new(Engine, name, (_, args) => body(args));

    private XmlValue Child(string name) => Of(Elements().Elements().Where(element => element.Name.LocalName == name));

    private JsString Attribute(string name) =>
        JsString.Create(Elements().Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == name)?.Value ?? "");

    private XmlValue Of(IEnumerable<XElement> elements)
    {
        var all = elements.ToList();
        return new XmlValue(Engine, string.Concat(all.Select(element => element.ToString(SaveOptions.DisableFormatting))), all);
    }

    // Of a list as of one element: without child elements it is its text (ECMA-357, 10.1.2).
    private string? Simple() =>
        Elements().Any(element => element.HasElements) || (Elements().Count == 0 && Markup.Contains('<')) ? null
        : Elements().Count == 0 ? Markup : string.Concat(Elements().Select(element => element.Value));

    private IReadOnlyList<XElement> Elements() => _elements ??= SoapMarkup.Read($"<list>{Markup}</list>")?.Elements().ToList() ?? [];
}
