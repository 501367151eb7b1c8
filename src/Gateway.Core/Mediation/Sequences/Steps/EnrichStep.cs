using System.Text.Json;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Messages;

namespace Gateway.Core.Mediation.Sequences.Steps;

/// <summary><c>enrich</c>: takes a part of the message, a property or what stands in the sequence, and puts it elsewhere.</summary>
internal sealed class EnrichStep(SourcePlace place, EnrichEnd source, EnrichEnd target, EnrichAction action) : Step(place)
{
    public override bool NeedsBody(MediationRun run) =>
        source.Part is EnrichPart.Custom or EnrichPart.Envelope or EnrichPart.Body
        || target.Part is EnrichPart.Custom or EnrichPart.Key
        || (target.Part == EnrichPart.Body && action != EnrichAction.Replace);

    public override MediationEffect? Run(MediationRun run)
    {
        if (IsJson(run))
        {
            EnrichJson.Apply(source, target, action, run);
        }
        else
        {
            Put(Take(run), run);
        }

        if (target.Part is EnrichPart.Body or EnrichPart.Envelope)
        {
            run.HasBody();
        }

        return null;
    }

    private bool IsJson(MediationRun run)
    {
        if (source.IsXml || target.IsXml)
        {
            return false;
        }

        return source.JsonPath is not null || target.JsonPath is not null || (source.Part, target.Part) switch
        {
            (EnrichPart.Body, _) => run.Body.Kind == BodyKind.Json,
            (EnrichPart.Inline, _) => true,
            _ => run.Property(PropertyScope.Default, source.Property) is JsonElement or string
                && (!run.Body.IsKnown || run.Body.Kind is BodyKind.Json or BodyKind.None)
                && LooksLikeJson(MediationRun.TextOf(run.Property(PropertyScope.Default, source.Property))),
        };
    }

    private static bool LooksLikeJson(string? text) => text.AsSpan().TrimStart() is ['{' or '[', ..];

    private List<XObject> Take(MediationRun run)
    {
        switch (source.Part)
        {
            case EnrichPart.Custom:
                var found = source.XPath!.Find(run.Envelope, run);
                var taken = found.Count > 0 || source.XPath.ReadsBody ? [.. found.Select(Copy)] : new List<XObject> { new XText(source.XPath.TextIn(run.Envelope, run)) };
                if (!source.IsCloned)
                {
                    Remove(found);
                    run.Body.XmlHasChanged();
                }

                return taken;
            case EnrichPart.Envelope:
                return [new XElement(run.Envelope)];
            case EnrichPart.Body:
                return SoapEnvelope.PayloadOf(run.Envelope) is { } payload ? [new XElement(payload)] : [];
            case EnrichPart.Inline:
                return [source.Element is { } element ? new XElement(element) : new XText(source.Text)];
            default:
                return run.Property(PropertyScope.Default, source.Property) switch
                {
                    XElement kept => [new XElement(kept)],
                    null => throw new ExpressionException($"enrich takes the property {source.Property}, which is not set."),
                    var value when MediationRun.TextOf(value) is { } text => XmlText.TryRead(text, out var document, out _)
                        ? [new XElement(document.Root!)]
                        : [new XText(text)],
                    _ => [],
                };
        }
    }

    private void Put(List<XObject> what, MediationRun run)
    {
        switch (target.Part)
        {
            case EnrichPart.Property:
                PutInProperty(what, run);
                return;
            case EnrichPart.Envelope:
                run.Body.SetXml(what is [XElement envelope] && SoapEnvelope.Is(envelope)
                    ? envelope
                    : throw new ExpressionException("enrich puts into the envelope what is no envelope."));
                return;
            case EnrichPart.Body when action == EnrichAction.Replace:
                if (what is [XText text])
                {
                    run.Body.SetText(text.Value);
                    run.SetType(ContentTypes.Text);
                }
                else if (what.OfType<XElement>().FirstOrDefault() is { } element)
                {
                    Replace(element, run);
                }

                return;
        }

        var at = target.Part == EnrichPart.Body ? SoapEnvelope.PayloadOf(run.Envelope) : target.XPath!.Find(run.Envelope, run) is [var first, ..] ? first : null;
        if (at is null)
        {
            throw new ExpressionException("The target of enrich is not in the message.");
        }

        Put(what, at);
        run.Body.XmlHasChanged();
    }

    private static void Replace(XElement element, MediationRun run)
    {
        run.Body.SetPayload(element);
        run.BecomeXml();
    }

    private void Put(List<XObject> what, XObject at)
    {
        switch (at)
        {
            case XAttribute attribute:
                attribute.Value = TextOf(what);
                break;
            case XText text when what is [XText other]:
                text.Value = other.Value;
                break;
            case XText text:
                text.ReplaceWith(what);
                break;
            case XElement element when action == EnrichAction.Child:
                element.Add(what);
                break;
            case XElement element when action == EnrichAction.Sibling:
                element.AddAfterSelf(what);
                break;
            case XElement element when what is [XText text]:
                element.Value = text.Value;
                break;
            case XElement element when element.Parent is not null:
                element.ReplaceWith(what);
                break;
            default:
                throw new ExpressionException("The target of enrich is nothing that can be replaced.");
        }
    }

    private void PutInProperty(List<XObject> what, MediationRun run)
    {
        if (action == EnrichAction.Child && run.Property(PropertyScope.Default, target.Property) is XElement kept)
        {
            kept = new XElement(kept);
            kept.Add(what);
            run.SetProperty(PropertyScope.Default, target.Property, kept);
            return;
        }

        run.SetProperty(PropertyScope.Default, target.Property, what switch
        {
            [XElement only] => only,
            _ => TextOf(what),
        });
    }

    private static string TextOf(List<XObject> what) => string.Concat(what.Select(part => part switch
    {
        XText text => text.Value,
        XAttribute attribute => attribute.Value,
        _ => part.ToString(),
    }));

    private static XObject Copy(XObject node) => node switch
    {
        XElement element => new XElement(element),
        XAttribute attribute => new XText(attribute.Value),
        XText text => new XText(text.Value),
        _ => new XText(node.ToString() ?? ""),
    };

    private static void Remove(IEnumerable<XObject> nodes)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case XAttribute attribute:
                    attribute.Remove();
                    break;
                case XNode { Parent: not null } child:
                    child.Remove();
                    break;
            }
        }
    }
}
