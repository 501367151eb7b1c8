namespace Gateway.Compare.Contenders;

/// <summary>How the group deals its members out: the keys of its endpoint.</summary>
/// <param name="Cursor">The key <c>cursor</c>, and the mode that the management listener then shows.</param>
/// <param name="Lookahead">The key <c>lookahead</c> as TOML.</param>
internal sealed record Turn(string Cursor, string Lookahead)
{
    public static Turn Exact { get; } = new("cluster", "0");

    public static Turn FetchedAhead { get; } = new("cluster", "\"auto\"");

    public static Turn Local { get; } = new("local", "\"auto\"");
}
