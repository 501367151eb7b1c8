namespace Gateway.Core.Configuration.Revisions;

/// <summary>By what a catalog became the running revision.</summary>
[GenerateSerializer, Alias("gateway.RevisionCause")]
public enum RevisionCause
{
    /// <summary>A node's own file.</summary>
    File,

    /// <summary>An operator has applied it.</summary>
    Apply,

    /// <summary>An operator has gone back to an earlier revision.</summary>
    Rollback,

    /// <summary>An operator has imported an API.</summary>
    Import,

    /// <summary>An operator has moved an API through its life cycle.</summary>
    Move,
}

/// <summary>By what and by whom a catalog became the running revision.</summary>
/// <param name="Cause">By what.</param>
/// <param name="Who">What the operator showed: <c>token</c>, or <c>loopback</c> where there is none; empty: it was no operator, or it is not known.</param>
/// <param name="From">The operator's address; empty: not known.</param>
/// <param name="Of">The revision that was gone back to; 0: none.</param>
[GenerateSerializer, Immutable, Alias("gateway.RevisionOrigin")]
public sealed record RevisionOrigin(
    [property: Id(0)] RevisionCause Cause, [property: Id(1)] string Who, [property: Id(2)] string From, [property: Id(3)] long Of)
{
    /// <summary>A node's own file.</summary>
    public static RevisionOrigin OfFile { get; } = new(RevisionCause.File, "", "", 0);

    /// <summary>A sentence's part: <c>applied by an operator with the token, from 10.0.0.7</c>.</summary>
    public string InWords()
    {
        var what = Cause switch
        {
            RevisionCause.Apply => "applied",
            RevisionCause.Rollback => $"back to revision {Of}",
            RevisionCause.Import => "imported",
            RevisionCause.Move => "an API was moved",
            _ => "the node's own file",
        };
        var who = Who switch
        {
            "" => "",
            "token" => " by an operator with the token",
            _ => $" by an operator on {Who}",
        };
        return $"{what}{who}{(From.Length == 0 ? "" : $", from {From}")}";
    }
}
