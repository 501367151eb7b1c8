namespace Gateway.Core.Mediation.Sequences;

/// <summary>
/// The message that a sequence runs over, and the request it belongs to, as whoever carries it sees them. Headers are changed at once; the
/// rest of what a sequence says is read from its run when it is over.
/// </summary>
public interface IMediatedMessage
{
    /// <summary>Now.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The request's method, as the client sent it.</summary>
    string Method { get; }

    /// <summary>The request's path, raw.</summary>
    string Path { get; }

    /// <summary>The request's query, raw, with its <c>?</c>; empty: none.</summary>
    string Query { get; }

    /// <summary>Where in the path that begins which lies behind the API's context.</summary>
    int PostfixStart { get; }

    /// <summary>The API's name.</summary>
    string ApiName { get; }

    /// <summary>The API's version.</summary>
    string ApiVersion { get; }

    /// <summary>The API's context with its version.</summary>
    string ApiContext { get; }

    /// <summary>The path of the resource that was chosen, as configured.</summary>
    string Resource { get; }

    /// <summary>Whether the sandbox is meant.</summary>
    bool IsSandbox { get; }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    string Scheme { get; }

    /// <summary>The client's address.</summary>
    string RemoteAddress { get; }

    /// <summary>What the request is called in logs.</summary>
    string RequestId { get; }

    /// <summary>The answer's status; 0 while there is none.</summary>
    int Status { get; }

    /// <summary>A variable of the resource's path or a parameter of the query, under its whole name: <c>uri.var.id</c>, <c>query.param.q</c>.</summary>
    /// <returns>Null: there is none.</returns>
    string? Variable(string name);

    /// <summary>A header of the message; several values in one text. Null: there is none.</summary>
    string? Header(string name);

    /// <summary>Sets a header, or removes it.</summary>
    /// <param name="name">A name that a header may have.</param>
    /// <param name="value">Without control characters; null: the header goes.</param>
    void SetHeader(string name, string? value);

    /// <summary>All headers.</summary>
    IEnumerable<KeyValuePair<string, string>> Headers { get; }
}
