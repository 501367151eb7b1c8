using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;
using System.Xml.Xsl;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>WSO2's functions and variables, for one evaluation.</summary>
internal sealed class XPathContext : XsltContext
{
    private readonly FrozenDictionary<string, string> _namespaces;

    /// <param name="namespaces">The prefixes declared where the expression stands.</param>
    /// <param name="facts">What they see; null: nothing.</param>
    public XPathContext(FrozenDictionary<string, string> namespaces, IMessageFacts? facts)
        : base(new NameTable())
    {
        _namespaces = namespaces;
        Facts = facts;
    }

    public IMessageFacts? Facts { get; }

    public override bool Whitespace => true;

    public override string LookupNamespace(string prefix) =>
        prefix.Length == 0 ? "" : _namespaces.TryGetValue(prefix, out var space) ? space
        : throw new XPathException($"the prefix '{prefix}' is not declared");

    public override int CompareDocument(string baseUri, string nextbaseUri) => 0;

    public override bool PreserveWhitespace(XPathNavigator node) => true;

    public override IXsltContextFunction ResolveFunction(string prefix, string name, XPathResultType[] ArgTypes) =>
        XPathFunction.Find(name, ArgTypes.Length) ?? throw new XPathException(
            XPathFunction.Exists(name) ? $"the function {name}() does not take {ArgTypes.Length} arguments" : $"there is no function {name}()");

    public override IXsltContextVariable ResolveVariable(string prefix, string name)
    {
        if (prefix.Length == 0 && name is "body" or "header" or "env")
        {
            return new Variable(facts => OfMessage(facts, name));
        }

        if (prefix == "url")
        {
            return new Variable(facts => facts.QueryParameter(name));
        }

        return PropertyScopes.OfPrefix(prefix) is { } scope
            ? new Variable(facts => ToXPath(facts.Property(scope, name)))
            : throw new XPathException($"there is no variable ${(prefix.Length > 0 ? prefix + ":" : "")}{name}");
    }

    /// <summary>A property's value as one of XPath's four types.</summary>
    public static object ToXPath(object? value) => value switch
    {
        null => "",
        string or bool or double => value,
        XElement element => Single(element),
        JsonElement json => JsonText.Of(json),
        IConvertible number and (int or long or short or float) => Convert.ToDouble(number, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static XPathNodeIterator Single(XElement element) => element.CreateNavigator().Select(".");

    private static XPathNodeIterator OfMessage(IMessageFacts facts, string name)
    {
        var envelope = facts.Envelope;
        var navigator = envelope.CreateNavigator();
        return name == "env" ? navigator.Select(".") : navigator.Select(name == "body" ? "*[local-name()='Body']" : "*[local-name()='Header']");
    }

    private sealed class Variable(Func<IMessageFacts, object> value) : IXsltContextVariable
    {
        public bool IsLocal => false;

        public bool IsParam => false;

        // Not known before it is asked for; XPath then takes what comes.
        public XPathResultType VariableType => XPathResultType.Any;

        public object Evaluate(XsltContext xsltContext) =>
            ((XPathContext)xsltContext).Facts is { } facts ? value(facts) : "";
    }
}
