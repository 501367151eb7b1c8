using System.Xml.Linq;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Sequences.Steps;

namespace Gateway.Core.Mediation.Sequences.Reading;

/// <summary><c>enrich</c>.</summary>
internal sealed partial class SequenceCompiler
{
    private void AddEnrich(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element);
        if (Child(element, "source") is not { } source || Child(element, "target") is not { } target)
        {
            Error(file, element, "<enrich> has no source or no target", "Add <source …/> and <target …/>.");
            return;
        }

        CheckAttributes(file, source, "type", "xpath", "property", "clone", "key");
        CheckAttributes(file, target, "type", "xpath", "property", "action");
        EnrichAction? action = (string?)target.Attribute("action") switch
        {
            null or "replace" => EnrichAction.Replace,
            "child" => EnrichAction.Child,
            "sibling" => EnrichAction.Sibling,
            "remove" => EnrichAction.Remove,
            _ => null,
        };
        var from = EndOf(file, source, isTarget: false);
        var to = EndOf(file, target, isTarget: true);
        if (from is null || to is null)
        {
            return;
        }

        if (action is not { } known || Misfit(from, to, known) is { } misfit && misfit.Length > 0)
        {
            Error(file, target, action is null ? "this action of an enrich does not exist" : $"this enrich cannot be done: {Misfit(from, to, action.Value)}", "Actions are replace, child, sibling and remove.");
            return;
        }

        _steps.Add(new EnrichStep(PlaceOf(file, element), from, to, known));
    }

    // WSO2 refuses the same.
    private static string Misfit(EnrichEnd from, EnrichEnd to, EnrichAction action)
    {
        if (from.Part == EnrichPart.Envelope && to.Part != EnrichPart.Property)
        {
            return "the envelope can only go into a property";
        }

        if ((from.Part == EnrichPart.Body && to.Part is EnrichPart.Body or EnrichPart.Envelope) || (from.Part == EnrichPart.Custom && to.Part == EnrichPart.Envelope))
        {
            return "this source cannot go into this target";
        }

        if (action == EnrichAction.Remove && (from.JsonPath is null || to.Part is not (EnrichPart.Body or EnrichPart.Property)))
        {
            return "only what a JSONPath leads to can be removed, from the body or a property";
        }

        if (action is EnrichAction.Sibling && !(to.XPath is not null || (to.Part == EnrichPart.Body && from.IsXml)))
        {
            return "only XML has siblings";
        }

        if (to.Part == EnrichPart.Key && action != EnrichAction.Replace)
        {
            return "a key can only be replaced";
        }

        var isWritten = action == EnrichAction.Remove ? from.JsonPath : to.JsonPath;
        if (isWritten is { } path && (!path.IsDefinite || path.HasFunction || (path.Steps.IsEmpty && action != EnrichAction.Child)))
        {
            return "what is written to must be a path of names and numbers, below $";
        }

        return from.XPath is not null && to.JsonPath is not null || from.JsonPath is not null && to.XPath is not null ? "JSON and XML cannot be mixed" : "";
    }

    private EnrichEnd? EndOf(CatalogFile file, XElement element, bool isTarget)
    {
        EnrichPart? part = (string?)element.Attribute("type") switch
        {
            null or "custom" => EnrichPart.Custom,
            "envelope" => EnrichPart.Envelope,
            "body" => EnrichPart.Body,
            "property" => EnrichPart.Property,
            "inline" when !isTarget => EnrichPart.Inline,
            "key" when isTarget => EnrichPart.Key,
            _ => null,
        };
        if (part is not { } known)
        {
            Error(file, element.Attribute("type")!, $"the type {element.Attribute("type")!.Value} cannot stand here", isTarget ? "There are custom, envelope, body, property and key." : "There are custom, envelope, body, property and inline.");
            return null;
        }

        var end = new EnrichEnd(known) { IsCloned = (string?)element.Attribute("clone") != "false" };
        switch (known)
        {
            case EnrichPart.Property:
                return Required(file, element, "property") is { } property ? end with { Property = property } : null;
            case EnrichPart.Inline:
                return Inline(file, element, end);
            case EnrichPart.Custom or EnrichPart.Key:
                if (Required(file, element, "xpath") is not { } text)
                {
                    return null;
                }

                var place = PlaceOf(file, element.Attribute("xpath")!);
                if (text.TrimStart().StartsWith("json-eval(", StringComparison.Ordinal))
                {
                    var json = ExpressionReader.Read(text, element, place, _problems) as MessageExpression.OfJson;
                    return json is null ? null : end with { JsonPath = json.Path };
                }

                return XPathQuery.Compile(text, ExpressionReader.SpacesOf(element), place, _problems) is { } query ? end with { XPath = query } : null;
            default:
                return end;
        }
    }

    private EnrichEnd? Inline(CatalogFile file, XElement element, EnrichEnd end)
    {
        if (element.Attribute("key") is { } key)
        {
            Error(file, key, "an inline source by key is not supported", "Write it into the <source>.");
            return null;
        }

        if (element.Value.Contains("{$", StringComparison.Ordinal) || element.Value.Contains("${", StringComparison.Ordinal))
        {
            Error(file, element, "expressions within an inline source are not supported", "Make it with payloadFactory.");
            return null;
        }

        return element.Elements().FirstOrDefault() is { } xml ? end with { Element = new XElement(xml) } : end with { Text = element.Value.Trim() };
    }
}
