using System.Collections.Frozen;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;

namespace Gateway.Core.Mediation.Sequences.Reading;

/// <summary>What is refused, and what changes nothing.</summary>
internal sealed partial class SequenceCompiler
{
    private const string Synapse = "http://ws.apache.org/ns/synapse";

    // Over headers and short values; one that backtracks for longer fails the request, not the gateway.
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(100);

    private static readonly FrozenDictionary<string, string> Unsupported = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["aggregate"] = "Let one service collect the answers.",
        ["cache"] = "Put a cache before or behind the gateway.",
        ["callout"] = "Use <call> with an endpoint.",
        ["clone"] = "A message goes one way only.",
        ["dblookup"] = "Let a service look it up, and <call> that.",
        ["dbreport"] = "Let a service write it, and <call> that.",
        ["foreach"] = "Write the loop as a <script>.",
        ["iterate"] = "Write the loop as a <script>.",
        ["opa"] = "<call> the policy's service, and choose by its answer with a <filter>.",
        ["scatter-gather"] = "Let one service collect the answers.",
        ["throttle"] = "Limit requests before the gateway.",
        ["validate"] = "Let the backend validate, or write the check as a <script>.",
        ["variable"] = "Use <property>.",
        ["xslt"] = "Use <payloadFactory> or <script>.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] Known =
        ["property", "propertygroup", "header", "filter", "switch", "log", "sequence", "payloadFactory", "enrich", "rewrite", "script", "send", "call", "respond", "loopback",
            "drop", "makefault", "throwError", "class", "in", "out"];

    // API Manager's own: they count, trace or prepare what this gateway does itself.
    private static readonly FrozenSet<string> IdleClasses = new[]
    {
        "org.wso2.carbon.apimgt.gateway.handlers.analytics.APIMgtFaultHandler",
        "org.wso2.carbon.apimgt.usage.publisher.APIMgtFaultHandler",
        "org.wso2.carbon.apimgt.usage.publisher.APIMgtResponseHandler",
        "org.wso2.carbon.apimgt.gateway.handlers.common.SynapsePropertiesHandler",
        "org.wso2.carbon.apimgt.gateway.handlers.common.APIMgtLatencyStatsHandler",
        "org.wso2.carbon.apimgt.gateway.handlers.LogsHandler",
    }.ToFrozenSet(StringComparer.Ordinal);

    private void Refuse(CatalogFile file, XElement element)
    {
        var name = element.Name.LocalName;
        var hint = Unsupported.TryGetValue(name, out var remedy) ? remedy
            : Nearest.To(name, Known) is { } nearest ? $"Did you mean <{nearest}>?"
            : $"There are: {string.Join(", ", Known)}.";
        Error(file, element, $"the mediator <{name}> is not supported", hint);
    }

    private void AddClass(CatalogFile file, XElement element)
    {
        var name = (string?)element.Attribute("name") ?? "";
        if (IdleClasses.Contains(name))
        {
            _problems.Warning(PlaceOf(file, element), $"the class mediator {name} changes nothing here", "It serves API Manager's own statistics; it may be taken out.");
        }
        else
        {
            Error(file, element, $"the class mediator {name} cannot be run: it is Java", "Write what it does as a <script>, or as a service that the sequence calls.");
        }
    }

    private void Idle(CatalogFile file, XElement element)
    {
        if (element.Name.LocalName == "builder")
        {
            _problems.Warning(PlaceOf(file, element), "<builder> changes nothing here", "A body is read when a mediator looks at it; it may be taken out.");
        }
    }

    private void CheckSpace(CatalogFile file, XElement element)
    {
        if (element.Name.NamespaceName is not (Synapse or ""))
        {
            Error(file, element, $"<{element.Name.LocalName}> is in the namespace {element.Name.NamespaceName}", $"Mediators are in {Synapse}, or in none.");
        }
    }

    /// <summary>Reports attributes that are not known: what they would change is not done.</summary>
    private void CheckAttributes(CatalogFile file, XElement element, params ReadOnlySpan<string> known)
    {
        foreach (var attribute in element.Attributes())
        {
            var name = attribute.Name.LocalName;
            if (!attribute.IsNamespaceDeclaration && attribute.Name.NamespaceName.Length == 0 && name is not "description" && !known.Contains(name))
            {
                Error(file, attribute, $"the attribute {name} of <{element.Name.LocalName}> is not supported",
                    Nearest.To(name, [.. known]) is { } nearest ? $"Did you mean {nearest}?" : "Take it out, if the sequence does without.");
            }
        }
    }

    private static XElement? Child(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private string? Required(CatalogFile file, XElement element, string attribute)
    {
        if ((string?)element.Attribute(attribute) is { } text && text.Trim().Length > 0)
        {
            return text;
        }

        Error(file, element, $"<{element.Name.LocalName}> has no {attribute}", $"Add it: {attribute}=\"…\".");
        return null;
    }

    /// <summary>The expression in an attribute; null when there is none, or when it cannot be read, which has then been reported.</summary>
    private MessageExpression? Expression(CatalogFile file, XElement element, string attribute) =>
        element.Attribute(attribute) is { } found ? ExpressionReader.Read(found.Value, element, PlaceOf(file, found), _problems) : null;

    /// <summary>The value of an element: a text in <c>value</c>, or an expression in <c>expression</c>.</summary>
    private MessageExpression? Value(CatalogFile file, XElement element) =>
        element.Attribute("value") is { } value ? new MessageExpression.Literal(value.Value) : Expression(file, element, "expression");

    /// <summary>The pattern in an attribute; whole: it must be all of a text, as in Java's <c>matches()</c>.</summary>
    private Regex? Pattern(CatalogFile file, XElement element, string attribute, bool whole)
    {
        if (element.Attribute(attribute) is not { } found)
        {
            return null;
        }

        try
        {
            return Pattern(whole ? $@"\A(?:{found.Value})\z" : found.Value);
        }
        catch (ArgumentException fault)
        {
            Error(file, found, $"the pattern \"{found.Value}\" cannot be read: {fault.Message.TrimEnd('.')}", "It is a regular expression of Java; what .NET does not know of it has to be rewritten.");
            return null;
        }
    }

    // Where it can be, without backtracking: then no text takes long.
    private static Regex Pattern(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, PatternTime);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, PatternTime);
        }
    }

    private void Error(CatalogFile file, XObject at, string message, string hint) => _problems.Error(PlaceOf(file, at), message, hint);

    private static SourcePlace PlaceOf(CatalogFile file, XObject at) => FragmentXml.PlaceOf(file, at);
}
