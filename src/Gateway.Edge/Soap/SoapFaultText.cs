using System.Security;
using Gateway.Core.Soap;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Soap;

/// <summary>
/// A fault of the gateway as a SOAP fault. Its reason is WSO2's error message, its code WSO2's <c>Server</c> or, where the client is to
/// blame, <c>Client</c>; the details hold what the other forms hold.
/// </summary>
internal static class SoapFaultText
{
    /// <summary>The fault's content type.</summary>
    public static string ContentType(SoapVersion version) => $"{SoapNames.Media(version)}; charset=utf-8";

    /// <summary>
    /// The HTTP status. A message that failed answers 500, as SOAP 1.1 (section 6.2) and WSO2 want it; by SOAP 1.2 (part 2, table 20) the
    /// sender's fault is 400. What HTTP itself has to tell (who are you, not here, not so, too large) keeps its status, and what it asks for.
    /// </summary>
    public static int Status(int status, SoapVersion version) => status switch
    {
        400 => version == SoapVersion.Soap12 ? 400 : 500,
        < 500 => status,
        _ => 500,
    };

    /// <summary>The whole message.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="detail">What the details hold: XML.</param>
    /// <param name="version">The client's.</param>
    public static string Write(Fault fault, string detail, SoapVersion version)
    {
        var isClients = fault.Status < 500;
        var reason = SecurityElement.Escape(fault.Description);
        return version == SoapVersion.Soap12
            ? $"""<soapenv:Envelope xmlns:soapenv="{SoapNames.Envelope12}"><soapenv:Body><soapenv:Fault><soapenv:Code><soapenv:Value>soapenv:{(isClients ? "Sender" : "Receiver")}</soapenv:Value></soapenv:Code><soapenv:Reason><soapenv:Text xml:lang="en">{reason}</soapenv:Text></soapenv:Reason><soapenv:Detail>{detail}</soapenv:Detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>"""
            : $"""<soapenv:Envelope xmlns:soapenv="{SoapNames.Envelope11}"><soapenv:Body><soapenv:Fault><faultcode>soapenv:{(isClients ? "Client" : "Server")}</faultcode><faultstring>{reason}</faultstring><detail>{detail}</detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>""";
    }
}
