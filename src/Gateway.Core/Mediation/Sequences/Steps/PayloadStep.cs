using System.Collections.Immutable;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Messages;

namespace Gateway.Core.Mediation.Sequences.Steps;

/// <summary><c>payloadFactory</c>: puts another body in the place of the message's.</summary>
internal sealed class PayloadStep(SourcePlace place, PayloadFormat format, ImmutableArray<PayloadArgument> arguments) : Step(place)
{
    public override bool NeedsBody(MediationRun run)
    {
        foreach (var argument in arguments)
        {
            if (argument.Value.ReadsBody)
            {
                return true;
            }
        }

        return false;
    }

    public override MediationEffect? Run(MediationRun run)
    {
        var text = format.Fill(arguments, run);
        switch (format.Kind)
        {
            case PayloadKind.Xml:
                run.Body.SetXml(Read(text));
                if ((run.MessageType ?? ContentTypes.MediaOf(run.Message.Header("Content-Type"))) is var media
                    && media is not (ContentTypes.Xml or ContentTypes.Soap11 or ContentTypes.Soap12))
                {
                    media = ContentTypes.Xml;
                }

                run.SetType(media);
                break;
            case PayloadKind.Json:
                run.Body.SetJson(text);
                run.SetType(ContentTypes.Json);
                break;
            default:
                run.Body.SetText(text);
                run.SetType(ContentTypes.Text);
                break;
        }

        run.HasBody();
        return null;
    }

    private static XElement Read(string text)
    {
        if (!XmlText.TryRead($"<payload>{text}</payload>", out var document, out var error))
        {
            throw new ExpressionException($"What payloadFactory made is not well-formed XML: {error}.");
        }

        var first = document.Root!.Elements().FirstOrDefault() ?? throw new ExpressionException("What payloadFactory made is no XML element.");
        first.Remove();
        return first;
    }
}
