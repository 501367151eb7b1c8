using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Revisions;

namespace Gateway.Management.Revisions;

/// <summary>What an operator wishes to become the running revision.</summary>
/// <param name="Catalog">The catalog.</param>
/// <param name="Origin">By what and by whom.</param>
/// <param name="Expect">The revision that must be the running one; 0: whichever is; <see cref="Grains.Catalog.CatalogProposal.NoRevision"/>.</param>
/// <param name="IsPlan">Whether it is only to be said what would become of it.</param>
internal sealed record ChangeWish(Catalog Catalog, RevisionOrigin Origin, long Expect, bool IsPlan);

/// <summary>What became of a wish.</summary>
internal enum ChangeStatus
{
    /// <summary>It is the running revision.</summary>
    Applied,

    /// <summary>It was the running one already.</summary>
    Unchanged,

    /// <summary>It was only looked at.</summary>
    Planned,

    /// <summary>Another revision runs than was expected.</summary>
    MovedOn,

    /// <summary>An edge cannot serve it.</summary>
    EdgesRefuse,

    /// <summary>The catalog's grain refuses it.</summary>
    Refused,

    /// <summary>Too many changes at once.</summary>
    Busy,

    /// <summary>The catalog's grain does not answer; nothing has changed.</summary>
    Unreachable,

    /// <summary>The catalog's grain has not answered in time: it is not known whether anything has changed.</summary>
    Unknown,
}

/// <summary>What became of a wish, with all there is to say.</summary>
/// <param name="Status">What.</param>
internal sealed record ChangeResult(ChangeStatus Status)
{
    /// <summary>The running revision; 0: none, or not known.</summary>
    public long Revision { get; init; }

    /// <summary>The one that ran before.</summary>
    public long Before { get; init; }

    /// <summary>From what ran to what was wished; when the revision has moved on, from what was expected to what runs.</summary>
    public CatalogDifference? Difference { get; init; }

    /// <summary>The edges.</summary>
    public ImmutableArray<EdgeStanding> Edges { get; init; } = [];

    /// <summary>Their verdicts; none after a change.</summary>
    public ImmutableArray<EdgeVerdict> Verdicts { get; init; } = [];

    /// <summary>Why the grain refuses it.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
