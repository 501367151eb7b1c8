namespace Gateway.Core.Mediation.Expressions;

/// <summary>Synapse's scopes of properties.</summary>
public enum PropertyScope
{
    /// <summary>The message's own: <c>$ctx</c>, written <c>synapse</c> or <c>default</c>.</summary>
    Default,

    /// <summary>The headers of the message that goes out: <c>$trp</c>.</summary>
    Transport,

    /// <summary>What decides how the message is sent: <c>$axis2</c>.</summary>
    Axis2,

    /// <summary>Kept from the request to its answer: <c>$operation</c>.</summary>
    Operation,
}

/// <summary>The scopes' names.</summary>
internal static class PropertyScopes
{
    /// <summary>The scope of a name as Synapse's XML writes it; null: there is none of that name.</summary>
    public static PropertyScope? Of(string name) => name switch
    {
        "default" or "synapse" or "" => PropertyScope.Default,
        "transport" => PropertyScope.Transport,
        "axis2" or "axis2-client" => PropertyScope.Axis2,
        "operation" => PropertyScope.Operation,
        _ => null,
    };

    /// <summary>The scope of a variable's prefix; null: there is none of that name.</summary>
    public static PropertyScope? OfPrefix(string prefix) => prefix switch
    {
        "ctx" => PropertyScope.Default,
        "trp" => PropertyScope.Transport,
        "axis2" => PropertyScope.Axis2,
        "operation" => PropertyScope.Operation,
        _ => null,
    };
}
