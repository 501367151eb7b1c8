using System.Xml.Linq;

namespace Gateway.Core.Wsdl;

/// <summary>Names of WSDL 1.1 (W3C note of 15 March 2001), of its bindings, and of XML Schema.</summary>
internal static class WsdlNames
{
    public static readonly XNamespace Wsdl = "http://schemas.xmlsoap.org/wsdl/";
    public static readonly XNamespace Wsdl20 = "http://www.w3.org/ns/wsdl";
    public static readonly XNamespace Soap11 = "http://schemas.xmlsoap.org/wsdl/soap/";
    public static readonly XNamespace Soap12 = "http://schemas.xmlsoap.org/wsdl/soap12/";
    public static readonly XNamespace Http = "http://schemas.xmlsoap.org/wsdl/http/";
    public static readonly XNamespace Schema = "http://www.w3.org/2001/XMLSchema";
    public static readonly XNamespace Addressing = "http://www.w3.org/2005/08/addressing";
}
