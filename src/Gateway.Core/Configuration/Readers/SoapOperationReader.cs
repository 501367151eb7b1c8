using System.Collections.Immutable;
using System.Xml;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads which operation of a SOAP service a resource stands for.</summary>
internal static class SoapOperationReader
{
    private const int LongestAction = 2048;

    /// <summary>The keys of a resource.</summary>
    public static ImmutableArray<Key> Keys { get; } =
    [
        Key.Optional("soap_action", "text", "it stands for one operation of a SOAP service: that with this `SOAPAction`, or `action` of the content type"),
        Key.Optional("soap_operation", "name of an element",
            """or that with this first element in the body: `"Place"`, `"{urn:orders}Place"`. With both keys, both must be so"""),
    ];

    public static (string Action, string Operation) Read(TableReader resource)
    {
        var action = resource.Text("soap_action", "");
        if (resource.Has("soap_action") && (action.Length is 0 or > LongestAction || action.Any(static c => c is <= ' ' or >= '\x7F' or '"' or '\\')))
        {
            resource.Problems.Error(resource.PlaceOf("soap_action"), $"'soap_action' of {resource.What} cannot be the action of a request",
                "Write the operation's soapAction as the WSDL has it, without quotes: soap_action = \"urn:orders#Place\".");
        }

        var operation = resource.Text("soap_operation", "");
        if (resource.Has("soap_operation") && !IsName(operation))
        {
            resource.Problems.Error(resource.PlaceOf("soap_operation"), $"'soap_operation' of {resource.What} cannot be the name of an element",
                "Write the first element of the message's body, with its namespace in braces or without: \"{urn:orders}Place\" or \"Place\".");
        }

        return (action, operation);
    }

    private static bool IsName(string text)
    {
        var end = text.StartsWith('{') ? text.IndexOf('}') : -1;
        return (end >= 0 || !text.StartsWith('{')) && IsLocalName(text[(end + 1)..]);
    }

    private static bool IsLocalName(string name) => name.Length > 0 && XmlConvert.IsStartNCNameChar(name[0]) && name.All(XmlConvert.IsNCNameChar);
}
