namespace Gateway.Core.Endpoints;

/// <summary>The form in which a backend is sent messages: the <c>format</c> of WSO2's address endpoints.</summary>
public enum MessageFormat
{
    /// <summary>As the client sent it; nothing is read.</summary>
    LeaveAsIs,

    /// <summary>SOAP 1.1, by POST.</summary>
    Soap11,

    /// <summary>SOAP 1.2, by POST.</summary>
    Soap12,

    /// <summary>Plain XML: what stands in the SOAP body.</summary>
    Pox,

    /// <summary>A GET whose query says what stands in the SOAP body.</summary>
    Get,

    /// <summary>Plain XML with the request's own method; anything but SOAP as it is.</summary>
    Rest,
}

/// <summary>How a backend is sent binary parts: the <c>optimize</c> of WSO2's address endpoints.</summary>
public enum MessageOptimize
{
    /// <summary>As the client sent them.</summary>
    None,

    /// <summary>As MTOM (multipart/related with XOP, W3C); a message that is none yet becomes one without attachments.</summary>
    Mtom,

    /// <summary>As SOAP with Attachments; a message that is none yet becomes one without attachments.</summary>
    Swa,
}
