using System.Collections.Immutable;

namespace Gateway.Core.Configuration;

/// <summary>A whole <c>deployment.toml</c>, read and found good.</summary>
/// <param name="Node">The node's own part.</param>
/// <param name="Catalog">The cluster's part.</param>
public sealed record Deployment(NodeSettings Node, Catalog Catalog);

/// <summary>What reading a configuration came to.</summary>
/// <param name="Value">The model, or null when any problem is an error: nothing is half read.</param>
/// <param name="Problems">All of them, in the order of the file.</param>
/// <typeparam name="T">What was to be read.</typeparam>
public sealed record ReadResult<T>(T? Value, ImmutableArray<Problem> Problems) where T : class;
