namespace Gateway.Compare.Contenders;

/// <summary>How the group deals its members out: the keys of its endpoint.</summary>
/// <param name="Cursor">The key <c>cursor</c>, and the mode that the management listener then shows.</param>
/// <param name="Lookahead">The key <c>lookahead</c> as TOML.</param>
internal sealed record Turn(string Cursor, string Lookahead)
{
    public static Turn Exact { get; } = new("cluster", "0");

    public static Turn FetchedAhead { get; } = new("cluster", "\"auto\"");

    public static Turn Local { get; } = new("local", "\"auto\"");

    /// <summary>As <see cref="Local"/>, behind a sequence that looks at a header and sets one.</summary>
    public static Turn Mediated { get; } = Local with
    {
        Sequence = """
            <filter source="$trp:Host" regex="127\..*"><then>
              <property name="X-Class" value="near" scope="transport"/>
            </then></filter>
            """,
    };

    /// <summary>The API's In flow; empty: none.</summary>
    public string Sequence { get; private init; } = "";
}
