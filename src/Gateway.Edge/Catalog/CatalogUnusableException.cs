using System.Collections.Immutable;
using Gateway.Core.Configuration;

namespace Gateway.Edge.Catalog;

/// <summary>A catalog is good, but not on this node: its credentials stand for nothing here, or files that it needs cannot be used.</summary>
/// <param name="problems">Why.</param>
internal sealed class CatalogUnusableException(ImmutableArray<Problem> problems) : Exception(string.Join(Environment.NewLine, problems));
