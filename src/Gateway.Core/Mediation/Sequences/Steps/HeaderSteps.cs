using System.Collections.Immutable;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Mediation.Messages;

namespace Gateway.Core.Mediation.Sequences.Steps;

/// <summary><c>header</c> of the scope <c>transport</c>.</summary>
internal sealed class TransportHeaderStep(SourcePlace place, string name, MessageExpression? value) : Step(place)
{
    public override bool NeedsBody(MediationRun run) => value?.ReadsBody ?? false;

    public override MediationEffect? Run(MediationRun run)
    {
        run.SetHeader(name, value is null ? null : value.TextIn(run) ?? "");
        return null;
    }
}

/// <summary><c>header name="To"</c>: where the message is sent.</summary>
internal sealed class ToStep(SourcePlace place, MessageExpression? value) : Step(place)
{
    public override bool NeedsBody(MediationRun run) => value?.ReadsBody ?? false;

    public override MediationEffect? Run(MediationRun run)
    {
        run.To = value is null ? null : new TargetAddress(value.TextIn(run) ?? "", value.IsComputed(run));
        return null;
    }
}

/// <summary>A block of the SOAP header: set, or removed by its local name.</summary>
/// <param name="place">Where it stands.</param>
/// <param name="name">Its name.</param>
/// <param name="value">Its text; null without <paramref name="blocks"/>: it is removed.</param>
/// <param name="blocks">XML that is put into the header as it stands.</param>
internal sealed class SoapHeaderStep(SourcePlace place, XName? name, MessageExpression? value, ImmutableArray<XElement> blocks) : Step(place)
{
    public override bool NeedsBody(MediationRun run) => true;

    public override MediationEffect? Run(MediationRun run)
    {
        var header = SoapEnvelope.HeaderOf(run.Envelope);
        if (!blocks.IsEmpty)
        {
            header.Add(blocks.Select(block => new XElement(block)));
        }
        else if (value is not null)
        {
            header.Add(new XElement(name!, value.TextIn(run)));
        }
        else
        {
            header.Elements().Where(block => block.Name == name!).Remove();
        }

        run.Body.XmlHasChanged();
        return null;
    }
}
