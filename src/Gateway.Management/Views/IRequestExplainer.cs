using System.Collections.Immutable;
using System.Net;
using Gateway.Management.Explain;

namespace Gateway.Management.Views;

/// <summary>Says where a request would go, without sending anything. Only an edge can: a silo serves no requests (<see cref="NoExplainer"/>).</summary>
public interface IRequestExplainer
{
    /// <summary>Goes the way of a request as this edge would now, and changes nothing: no turn is used, no state is touched.</summary>
    /// <param name="asked">The request.</param>
    /// <param name="cancel">When to give up.</param>
    /// <returns>Null: this node serves no requests.</returns>
    ValueTask<Explanation?> ExplainAsync(AskedRequest asked, CancellationToken cancel);
}

/// <summary>A request that is asked about.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>: the listener that it would come to.</param>
/// <param name="Host">Its <c>Host</c>; may be empty.</param>
/// <param name="Target">Path and query as they would stand on the request line.</param>
/// <param name="Headers">Its headers, in the order given.</param>
/// <param name="Body">Its body; empty: none.</param>
/// <param name="Client">Whom it would come from.</param>
public sealed record AskedRequest(
    string Method, string Scheme, string Host, string Target, ImmutableArray<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body,
    IPAddress? Client);
