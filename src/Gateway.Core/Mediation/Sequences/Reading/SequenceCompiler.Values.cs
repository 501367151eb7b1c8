using System.Collections.Frozen;
using System.Xml.Linq;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Configuration.Readers;
using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Sequences.Steps;

namespace Gateway.Core.Mediation.Sequences.Reading;

/// <summary>Properties and headers.</summary>
internal sealed partial class SequenceCompiler
{
    // What they say in WSO2 is settled otherwise here: by HTTP, by the forwarder, or by the endpoint's own keys.
    private static readonly FrozenSet<string> Ignored = new[]
    {
        "CHUNKING_ALLOWED", "COPY_CONTENT_LENGTH_FROM_INCOMING", "DISABLE_CHUNKING", "enableMTOM", "enableSwA", "FORCE_ERROR_ON_SOAP_FAULT", "FORCE_HTTP_1.0",
        "FORCE_HTTP_CONTENT_LENGTH", "FORCE_POST_PUT_NOBODY", "FORCE_SC_ACCEPTED", "NO_DEFAULT_CONTENT_TYPE", "NO_KEEPALIVE", "OUT_ONLY", "POST_TO_URI", "PRESERVE_WS_ADDRESSING",
        "preserveProcessedHeaders", "REQUEST_HOST_HEADER", "RESPONSE", "setCharacterEncoding", "transportNonBlocking",
    }.ToFrozenSet(StringComparer.Ordinal);

    private void AddProperty(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "name", "value", "expression", "scope", "action", "type", "pattern", "group");
        var scopeText = (string?)element.Attribute("scope") ?? "";
        var isRemoval = (string?)element.Attribute("action") == "remove";
        if (Required(file, element, "name") is not { } name)
        {
            return;
        }

        if (PropertyScopes.Of(scopeText) is not { } scope)
        {
            Error(file, element.Attribute("scope")!, $"the scope {scopeText} of a property is not supported", "There are default, transport, axis2 and operation.");
            return;
        }

        if (name.Contains("{$", StringComparison.Ordinal) || name.StartsWith("${", StringComparison.Ordinal))
        {
            Error(file, element.Attribute("name")!, "the name of a property cannot be an expression", "Write the name out.");
            return;
        }

        if (scope == PropertyScope.Transport && !HttpToken.IsName(name))
        {
            Error(file, element.Attribute("name")!, $"\"{name}\" cannot be the name of a header", "It has letters, digits and hyphens.");
            return;
        }

        if (scope == PropertyScope.Transport)
        {
            WarnOfCarriers(file, element, name);
        }

        if (scope is PropertyScope.Axis2 or PropertyScope.Default && Ignored.Contains(name))
        {
            _problems.Warning(PlaceOf(file, element), $"the property {name} changes nothing here", "What it switches is settled otherwise in this gateway; it may be taken out.");
        }

        var xml = element.Elements().FirstOrDefault();
        var value = isRemoval ? null : Value(file, element);
        if (!isRemoval && value is null && xml is null)
        {
            if (element.Attribute("expression") is null)
            {
                Error(file, element, $"the property {name} has no value", "Add value=\"…\", expression=\"…\" or XML within it, or action=\"remove\".");
            }

            return;
        }

        var pattern = Pattern(file, element, "pattern", whole: false);
        _ = int.TryParse((string?)element.Attribute("group"), out var group);
        _steps.Add(new PropertyStep(PlaceOf(file, element), scope, name, value, isRemoval || value is not null ? null : new XElement(xml!))
        {
            Type = TypeOf(file, element),
            Pattern = pattern,
            Group = group,
        });
    }

    private PropertyType TypeOf(CatalogFile file, XElement element)
    {
        switch ((string?)element.Attribute("type"))
        {
            case null or "STRING":
                return PropertyType.Text;
            case "INTEGER" or "LONG" or "SHORT":
                return PropertyType.Integer;
            case "DOUBLE" or "FLOAT":
                return PropertyType.Number;
            case "BOOLEAN":
                return PropertyType.Boolean;
            case "OM" or "XML":
                return PropertyType.Xml;
            case "JSON":
                return PropertyType.Json;
            case var other:
                Error(file, element.Attribute("type")!, $"the type {other} of a property is not known", "There are STRING, INTEGER, LONG, SHORT, DOUBLE, FLOAT, BOOLEAN, OM and JSON.");
                return PropertyType.Text;
        }
    }

    private void AddHeader(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "name", "value", "expression", "scope", "action");
        var place = PlaceOf(file, element);
        var isRemoval = (string?)element.Attribute("action") == "remove";
        var value = isRemoval ? null : Value(file, element);
        var name = (string?)element.Attribute("name") ?? "";
        var isTransport = (string?)element.Attribute("scope") == "transport";
        if (name.Length == 0 && element.HasElements && !isRemoval)
        {
            _steps.Add(new SoapHeaderStep(place, null, null, [.. element.Elements().Select(block => new XElement(block))]));
            return;
        }

        if (Required(file, element, "name") is null)
        {
            return;
        }

        if ((string?)element.Attribute("scope") is not (null or "transport" or "default"))
        {
            Error(file, element.Attribute("scope")!, $"the scope {element.Attribute("scope")!.Value} of a header does not exist", "There are default, for SOAP headers and To, and transport, for those of HTTP.");
        }
        else if (!isRemoval && value is null)
        {
            if (element.Attribute("expression") is null)
            {
                Error(file, element, $"the header {name} has no value", "Add value=\"…\" or expression=\"…\", or action=\"remove\".");
            }
        }
        else if (isTransport)
        {
            AddTransportHeader(file, element, name, value);
        }
        else
        {
            AddSoapHeader(file, element, name, value);
        }
    }

    private void WarnOfCarriers(CatalogFile file, XElement element, string name)
    {
        if (TransportHeaders.BelongToCarrier(name))
        {
            _problems.Warning(PlaceOf(file, element), $"the header {name} cannot be changed by a sequence", "The gateway sets it for each connection and message; the mediator may be taken out.");
        }
    }

    private void AddTransportHeader(CatalogFile file, XElement element, string name, MessageExpression? value)
    {
        WarnOfCarriers(file, element, name);
        if (HttpToken.IsName(name))
        {
            _steps.Add(new TransportHeaderStep(PlaceOf(file, element), name, value));
        }
        else
        {
            Error(file, element.Attribute("name")!, $"\"{name}\" cannot be the name of a header", "It has letters, digits and hyphens.");
        }
    }

    private void AddSoapHeader(CatalogFile file, XElement element, string name, MessageExpression? value)
    {
        var place = PlaceOf(file, element);
        switch (name)
        {
            case "To":
                _steps.Add(new ToStep(place, value));
                return;
            case "Action":
                _steps.Add(new TransportHeaderStep(place, "SOAPAction", value));
                return;
            case "From" or "ReplyTo" or "FaultTo" or "RelatesTo":
                _problems.Warning(place, $"the header {name} changes nothing here", "Addressing headers are not written into messages; it may be taken out.");
                return;
        }

        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            Error(file, element.Attribute("name")!, $"the SOAP header {name} has no namespace", $"A header of HTTP needs scope=\"transport\"; a SOAP header a declared prefix: name=\"p:{name}\".");
        }
        else if (!ExpressionReader.SpacesOf(element).TryGetValue(name[..colon], out var space))
        {
            Error(file, element.Attribute("name")!, $"the prefix '{name[..colon]}' is not declared", $"Declare it: xmlns:{name[..colon]}=\"…\".");
        }
        else
        {
            _steps.Add(new SoapHeaderStep(place, XName.Get(name[(colon + 1)..], space), value, []));
        }
    }
}
