using System.Collections.Immutable;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Mediation.Messages;

namespace Gateway.Core.Mediation.Sequences.Steps;

/// <summary>The form of a fault.</summary>
internal enum FaultForm
{
    /// <summary>As the message is.</summary>
    OfMessage,
    Soap11,
    Soap12,
    Pox,
}

/// <summary><c>makefault</c>: the message becomes a fault.</summary>
internal sealed class FaultStep(SourcePlace place, FaultForm form, MessageExpression? code, MessageExpression? reason) : Step(place)
{
    /// <summary>The code's namespace, when it is written out with one.</summary>
    public XName? CodeName { get; init; }

    public string Role { get; init; } = "";

    public string Node { get; init; } = "";

    public MessageExpression? Detail { get; init; }

    public ImmutableArray<XElement> DetailElements { get; init; } = [];

    public bool IsResponse { get; init; } = true;

    public override bool NeedsBody(MediationRun run) => (code?.ReadsBody ?? false) || (reason?.ReadsBody ?? false) || (Detail?.ReadsBody ?? false);

    public override MediationEffect? Run(MediationRun run)
    {
        var made = form != FaultForm.OfMessage ? form : ContentTypes.MediaOf(run.Message.Header("Content-Type")) switch
        {
            ContentTypes.Soap11 => FaultForm.Soap11,
            ContentTypes.Soap12 => FaultForm.Soap12,
            _ => FaultForm.Pox,
        };
        switch (made)
        {
            case FaultForm.Pox:
                run.Body.SetXml(new XElement("Exception", Detail?.TextIn(run) ?? reason?.TextIn(run) ?? ""));
                run.SetType(ContentTypes.Xml);
                break;
            case FaultForm.Soap11:
                run.Body.SetXml(Soap11(run));
                run.SetType(ContentTypes.Soap11);
                break;
            default:
                run.Body.SetXml(Soap12(run));
                run.SetType(ContentTypes.Soap12);
                break;
        }

        run.HasBody();
        if (IsResponse)
        {
            run.BecomeFault();
        }

        return null;
    }

    private XElement Soap11(MediationRun run)
    {
        var soap = SoapEnvelope.Soap11;
        return Envelope(soap, new XElement(soap + "Fault",
            new XElement("faultcode", Qualified(soap, run)),
            new XElement("faultstring", reason?.TextIn(run) ?? ""),
            Role.Length > 0 ? new XElement("faultactor", Role) : null,
            DetailOf("detail", run)));
    }

    private XElement Soap12(MediationRun run)
    {
        var soap = SoapEnvelope.Soap12;
        return Envelope(soap, new XElement(soap + "Fault",
            new XElement(soap + "Code", new XElement(soap + "Value", Qualified(soap, run))),
            new XElement(soap + "Reason", new XElement(soap + "Text", new XAttribute(XNamespace.Xml + "lang", "en"), reason?.TextIn(run) ?? "")),
            Node.Length > 0 ? new XElement(soap + "Node", Node) : null,
            Role.Length > 0 ? new XElement(soap + "Role", Role) : null,
            DetailOf(soap + "Detail", run)));
    }

    private string Qualified(XNamespace soap, MediationRun run) =>
        CodeName is null ? $"soapenv:{code?.TextIn(run)}" : CodeName.Namespace == soap || CodeName.NamespaceName.Length == 0 ? $"soapenv:{CodeName.LocalName}" : CodeName.LocalName;

    private XElement? DetailOf(XName name, MediationRun run) =>
        !DetailElements.IsEmpty ? new XElement(name, DetailElements.Select(element => new XElement(element)))
        : Detail?.TextIn(run) is { Length: > 0 } text ? new XElement(name, text)
        : null;

    private static XElement Envelope(XNamespace soap, XElement fault) =>
        new(soap + "Envelope", new XAttribute(XNamespace.Xmlns + "soapenv", soap.NamespaceName), new XElement(soap + "Body", fault));
}
