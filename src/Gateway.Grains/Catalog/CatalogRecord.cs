using Gateway.Core.Configuration.Revisions;

namespace Gateway.Grains.Catalog;

/// <summary>What is stored of the catalog: the running revision and those before it, in one record.</summary>
public sealed record CatalogRecord
{
    /// <summary>How many revisions are remembered, the running one included.</summary>
    public const int MostRevisions = 20;

    /// <summary>
    /// How many characters of text are remembered for going back to, the running revision's not counted: every write carries them all.
    /// </summary>
    public const int MostOldText = 4 * 1024 * 1024;

    /// <summary>The form of this record. Readers of form 1 ignore fields they do not know.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>
    /// Names the history that these revisions belong to: made with the first of them. Storage that was emptied begins another one. Empty: there is
    /// none yet, or it was begun by a version that gave no names.
    /// </summary>
    public string Cluster { get; init; } = "";

    /// <summary>The revisions, newest first; the first is the running one.</summary>
    public IReadOnlyList<StoredRevision> Revisions { get; init; } = [];

    /// <summary>The record with one more revision.</summary>
    public CatalogRecord With(StoredRevision newest)
    {
        var revisions = new List<StoredRevision>(MostRevisions) { newest };
        var room = MostOldText;
        foreach (var old in Revisions.Take(MostRevisions - 1))
        {
            // Once one does not fit, no older one is kept: what can be gone back to has no gaps.
            room = old.Text is { } text && text.Length <= room ? room - text.Length : 0;
            revisions.Add(room > 0 ? old : old with { Text = null });
        }

        return this with { Revisions = revisions };
    }

    /// <summary>What becomes of a proposal whose bundle checks out.</summary>
    /// <returns>
    /// <see cref="CatalogStatus.Accepted"/> when it is to be the next revision, else <see cref="CatalogStatus.Current"/>,
    /// <see cref="CatalogStatus.MovedOn"/> or <see cref="CatalogStatus.Stale"/>.
    /// </returns>
    public CatalogStatus Judge(CatalogProposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        var running = Revisions.Count > 0 ? Revisions[0] : null;

        // The same bundle under a number that storage has lost is numbered anew: else nodes that remember it would be ahead for ever.
        if (running is not null && running.Hash == proposal.Hash && running.Number >= proposal.SeenRevision)
        {
            return CatalogStatus.Current;
        }

        return !CatalogProposal.Fits(proposal.Expect, running?.Number ?? 0) ? CatalogStatus.MovedOn
            // A node that has served a later revision than storage knows offers the last that there was, an earlier one's twin or not.
            : !proposal.Wins && proposal.SeenRevision <= (running?.Number ?? 0) && running?.Hash != proposal.Hash && Revisions.Any(old => old.Hash == proposal.Hash) ? CatalogStatus.Stale
            : CatalogStatus.Accepted;
    }
}

/// <summary>One revision of the catalog.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its bundle's hash.</param>
/// <param name="Node">Who offered it.</param>
/// <param name="AtUtc">When it was accepted.</param>
/// <param name="Text">Its bundle; null when it is no longer kept.</param>
public sealed record StoredRevision(long Number, string Hash, string Node, DateTimeOffset AtUtc, string? Text)
{
    /// <summary>By what and by whom it came; null: it was stored by a version that did not know.</summary>
    public RevisionOrigin? Origin { get; init; }

    /// <summary>Whether the secrets in its text are sealed, or it has none. False: not known, or they are in clear.</summary>
    public bool IsSafe { get; init; }
}
