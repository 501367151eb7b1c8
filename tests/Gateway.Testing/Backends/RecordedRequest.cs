using Microsoft.Extensions.Primitives;

namespace Gateway.Testing;

/// <summary>A request as the backend saw it.</summary>
/// <param name="Method">As sent.</param>
/// <param name="Target">The raw request target: path and query byte for byte, nothing decoded.</param>
/// <param name="Protocol"><c>HTTP/1.1</c> or <c>HTTP/2</c>.</param>
/// <param name="Headers">All headers; names without regard to case, several values of a name in their order.</param>
/// <param name="Body">The whole body; empty with <see cref="ScriptedBackendOptions.StreamRequests"/>.</param>
/// <param name="Connection">The connection it came on: equal for requests of one connection.</param>
public sealed record RecordedRequest(
    string Method,
    string Target,
    string Protocol,
    IReadOnlyDictionary<string, StringValues> Headers,
    ReadOnlyMemory<byte> Body,
    string Connection);
