namespace Gateway.Edge.Scripting;

/// <summary>Where a property of a message lives: Synapse's scopes.</summary>
internal enum PropertyScope
{
    /// <summary>The message context.</summary>
    Default,

    /// <summary>What the transport is told: HTTP_SC, messageType, REST_URL_POSTFIX.</summary>
    Axis2,

    /// <summary>Headers of the message that is sent next.</summary>
    Transport,

    /// <summary>The exchange as a whole.</summary>
    Operation,

    /// <summary>WS-Addressing: To, From, ReplyTo, FaultTo, Action, MessageID, RelatesTo, and SOAPAction.</summary>
    Addressing,
}

/// <summary>
/// What <c>mc</c> works on: the answer of a mock, or the message of a mediation. Used by one run at a time, on one thread. Texts only:
/// a script's values never leave it.
/// </summary>
internal interface IScriptMessage
{
    /// <summary>A property; null when there is none. A number or flag is its text.</summary>
    string? Property(string name, PropertyScope scope);

    /// <summary>Sets a property, or removes it when the value is null.</summary>
    void SetProperty(string name, string? value, PropertyScope scope);

    /// <summary>The names of the properties of the default scope.</summary>
    IEnumerable<string> PropertyNames { get; }

    /// <summary>The body as text; empty when there is none.</summary>
    string Body { get; }

    /// <summary>What the body is; decides what a reader of the other kind gets.</summary>
    PayloadKind BodyKind { get; }

    /// <summary>Replaces the body.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="text">JSON or XML text; empty: no body.</param>
    void SetBody(PayloadKind kind, string text);
}

/// <summary>What a body is.</summary>
internal enum PayloadKind
{
    /// <summary>Nothing, or neither of the others.</summary>
    Text,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>XML; of SOAP the first child of the body.</summary>
    Xml,
}
