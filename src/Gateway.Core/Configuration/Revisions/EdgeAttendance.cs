namespace Gateway.Core.Configuration.Revisions;

/// <summary>What an edge says of itself to the catalog's grain, every few seconds and after every change.</summary>
/// <param name="Node">Its name in the cluster.</param>
/// <param name="Ear">The process: another one after a restart.</param>
/// <param name="Revision">The revision that it serves; 0: one without a number, or none.</param>
/// <param name="Fault">Why it cannot serve the running one; empty: it can, or does not know it yet.</param>
[GenerateSerializer, Immutable, Alias("gateway.EdgeAttendance")]
public sealed record EdgeAttendance(
    [property: Id(0)] string Node, [property: Id(1)] Guid Ear, [property: Id(2)] long Revision, [property: Id(3)] string Fault);

/// <summary>How an edge stands to the running revision.</summary>
public enum EdgeState
{
    /// <summary>It serves it.</summary>
    Current,

    /// <summary>It is there, and serves an earlier one yet.</summary>
    Behind,

    /// <summary>It is there, and cannot serve it.</summary>
    Refused,

    /// <summary>It has not been heard of lately.</summary>
    Missing,
}

/// <summary>An edge as the catalog's grain knows it.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Revision">The revision that it has last said to serve.</param>
/// <param name="Fault">Why it cannot serve the running one; empty: it can, or does not know it yet.</param>
/// <param name="SeenMsAgo">Milliseconds since it said so.</param>
[GenerateSerializer, Immutable, Alias("gateway.EdgeStanding")]
public sealed record EdgeStanding(
    [property: Id(0)] string Node, [property: Id(1)] long Revision, [property: Id(2)] string Fault, [property: Id(3)] long SeenMsAgo)
{
    /// <summary>Whether it has been heard of lately.</summary>
    public bool IsHere => SeenMsAgo <= EdgeRoster.HereFor.TotalMilliseconds;

    /// <summary>How it stands to a revision.</summary>
    /// <param name="revision">The running one.</param>
    public EdgeState StateAt(long revision) =>
        Revision >= revision ? EdgeState.Current
        : !IsHere ? EdgeState.Missing
        : Fault.Length > 0 ? EdgeState.Refused
        : EdgeState.Behind;
}
