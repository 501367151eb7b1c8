using System.Xml.Linq;

namespace Gateway.Core.Soap;

/// <summary>A fault of one version as one of the other (SOAP 1.1, section 4.4; SOAP 1.2 part 1, section 5.4).</summary>
internal static class SoapFaults
{
    private static readonly XNamespace Env11 = SoapNames.Envelope11;
    private static readonly XNamespace Env12 = SoapNames.Envelope12;

    /// <summary>The fault in the other version.</summary>
    /// <param name="fault">A <c>Fault</c> with the namespaces that hold where it stands.</param>
    /// <param name="prefix">The prefix of the envelope's namespace as it is written.</param>
    /// <param name="to12">Whether it becomes one of SOAP 1.2.</param>
    public static XElement Change(XElement fault, string prefix, bool to12) => to12 ? To12(fault, prefix) : To11(fault, prefix);

    private static XElement To12(XElement fault, string prefix)
    {
        var code = fault.Element("faultcode");
        var text = code?.Value.Trim() ?? "";
        var local = text.Split(':')[^1];
        var main = local.Split('.')[0] switch
        {
            "Client" => "Sender",
            "VersionMismatch" or "MustUnderstand" => local.Split('.')[0],
            _ => "Receiver",
        };
        var value = new XElement(Env12 + "Code", new XElement(Env12 + "Value", $"{prefix}:{main}"));

        // What says more than SOAP's own words stays, as a subcode; its namespace goes with it.
        if (code is not null && Namespace(code, text) is { } space && space != Env11)
        {
            value.Add(new XElement(Env12 + "Subcode",
                new XElement(Env12 + "Value", new XAttribute(XNamespace.Xmlns + "sub", space.NamespaceName), $"sub:{local}")));
        }

        var reason = fault.Element("faultstring");
        var language = (string?)reason?.Attribute(XNamespace.Xml + "lang") ?? "en";
        var changed = new XElement(Env12 + "Fault", value,
            new XElement(Env12 + "Reason", new XElement(Env12 + "Text", new XAttribute(XNamespace.Xml + "lang", language), reason?.Value ?? "")));
        if (fault.Element("faultactor") is { } actor)
        {
            changed.Add(new XElement(Env12 + "Role", actor.Value.Trim()));
        }

        if (fault.Element("detail") is { } detail)
        {
            changed.Add(new XElement(Env12 + "Detail", Kept(detail), detail.Nodes()));
        }

        return changed;
    }

    private static XElement To11(XElement fault, string prefix)
    {
        var code = fault.Element(Env12 + "Code");
        var main = code?.Element(Env12 + "Value")?.Value.Trim().Split(':')[^1] switch
        {
            "Sender" or "DataEncodingUnknown" => "Client",
            "VersionMismatch" => "VersionMismatch",
            "MustUnderstand" => "MustUnderstand",
            _ => "Server",
        };
        var reason = fault.Element(Env12 + "Reason")?.Element(Env12 + "Text");
        var changed = new XElement(Env11 + "Fault", new XElement("faultcode", $"{prefix}:{main}"), new XElement("faultstring", reason?.Value ?? ""));
        if (reason?.Attribute(XNamespace.Xml + "lang") is { } language)
        {
            changed.Element("faultstring")!.Add(language);
        }

        if (fault.Element(Env12 + "Role") is { } role)
        {
            changed.Add(new XElement("faultactor", role.Value.Trim()));
        }

        if (fault.Element(Env12 + "Detail") is { } detail)
        {
            changed.Add(new XElement("detail", Kept(detail), detail.Nodes()));
        }

        return changed;
    }

    // A default namespace is of no use to the element's new name.
    private static IEnumerable<XAttribute> Kept(XElement detail) =>
        detail.Attributes().Where(static attribute => !attribute.IsNamespaceDeclaration || attribute.Name.Namespace == XNamespace.Xmlns);

    private static XNamespace? Namespace(XElement element, string name)
    {
        var colon = name.IndexOf(':');
        return colon < 0 ? null : element.GetNamespaceOfPrefix(name[..colon]);
    }
}
