using Gateway.Core.Configuration;

namespace Gateway.Management.Views;

/// <summary>The running revision, as the node knows it: an edge's is the one it serves, a silo asks the cluster.</summary>
public interface ICatalogView
{
    /// <summary>Reads the running revision.</summary>
    /// <param name="deadline">When to give up.</param>
    /// <returns>Null when there is none, or when it cannot be had within the deadline.</returns>
    ValueTask<CatalogRevision?> ReadAsync(CancellationToken deadline);
}

/// <summary>A catalog and its number in the cluster.</summary>
/// <param name="Number">From 1; 0 when the cluster has not numbered it yet.</param>
/// <param name="Catalog">The catalog.</param>
public sealed record CatalogRevision(long Number, Catalog Catalog);
