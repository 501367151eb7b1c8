using System.Collections.Immutable;

namespace Gateway.Management.Views;

/// <summary>
/// An edge's own view of its endpoint groups: what it acts on when the cluster cannot be asked, and what its metrics show. Read
/// from many threads; answers at once. A silo has none (<see cref="NoGroupViews"/>).
/// </summary>
public interface IGroupViews
{
    /// <summary>The groups this edge serves, a stable copy.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The view of one group.</summary>
    /// <returns>Null when this edge does not serve it (yet).</returns>
    GroupView? Find(string name);

    /// <summary>
    /// The addresses that this edge does not simply use of an endpoint that learns them from requests, the ones used last first: a bounded number.
    /// </summary>
    ImmutableArray<AddressView> LeftAlone(string endpoint) => [];
}
