namespace Gateway.Core.Soap;

/// <summary>Which SOAP a message is.</summary>
public enum SoapVersion
{
    /// <summary>None.</summary>
    None,

    /// <summary>SOAP 1.1 (W3C note of 8 May 2000).</summary>
    Soap11,

    /// <summary>SOAP 1.2 (W3C recommendation, second edition).</summary>
    Soap12,
}

/// <summary>Namespaces and media types of the two versions.</summary>
public static class SoapNames
{
    /// <summary>Namespace of a SOAP 1.1 envelope.</summary>
    public const string Envelope11 = "http://schemas.xmlsoap.org/soap/envelope/";

    /// <summary>Namespace of a SOAP 1.2 envelope.</summary>
    public const string Envelope12 = "http://www.w3.org/2003/05/soap-envelope";

    /// <summary>Media type of SOAP 1.1.</summary>
    public const string Media11 = "text/xml";

    /// <summary>Media type of SOAP 1.2 (RFC 3902).</summary>
    public const string Media12 = "application/soap+xml";

    /// <summary>The envelope's namespace; empty for none.</summary>
    public static string Envelope(SoapVersion version) => version switch
    {
        SoapVersion.Soap11 => Envelope11,
        SoapVersion.Soap12 => Envelope12,
        _ => "",
    };

    /// <summary>The version whose envelope has a namespace.</summary>
    public static SoapVersion VersionOf(string envelope) => envelope switch
    {
        Envelope11 => SoapVersion.Soap11,
        Envelope12 => SoapVersion.Soap12,
        _ => SoapVersion.None,
    };

    /// <summary>The media type of a version's messages.</summary>
    public static string Media(SoapVersion version) => version == SoapVersion.Soap12 ? Media12 : Media11;
}
