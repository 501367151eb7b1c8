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

    /// <summary>The mock that a definition's example makes, answered without a backend.</summary>
    public static Turn Mocked { get; } = Local with { Mock = """{ openapi = "mock.yaml" }""" };

    /// <summary>The script that is generated from the same definition.</summary>
    public static Turn Scripted { get; } = Local with { Mock = """{ script = "mock.js" }""" };

    /// <summary>As <see cref="Local"/>, with a body of some 10 KB of JSON that nobody looks into.</summary>
    public static Turn Posted { get; } = Local with { Body = Order() };

    /// <summary>As <see cref="Posted"/>, by a route whose rule looks for the last thing in the body.</summary>
    public static Turn Routed { get; } = Posted with { Rule = """json = { "$.order.kind" = "bulk" }""" };

    /// <summary>The API's In flow; empty: none.</summary>
    public string Sequence { get; private init; } = "";

    /// <summary>The resource's key <c>mock</c> as TOML; empty: none.</summary>
    public string Mock { get; private init; } = "";

    /// <summary>What each request carries, as JSON; empty: requests are GET and carry nothing.</summary>
    public string Body { get; private init; } = "";

    /// <summary>The rule of the one route of a dynamic endpoint before the group, as TOML; empty: the API leads to the group.</summary>
    public string Rule { get; private init; } = "";

    private static string Order()
    {
        var lines = string.Join(',', Enumerable.Range(1, 125).Select(i => $$"""{"id":{{i}},"sku":"A-{{i * 7919}}","name":"thing \"{{i}}\"","price":{{i}}.5,"tags":["x","y"]}"""));
        return $$$"""{"lines":[{{{lines}}}],"order":{"note":"none","kind":"bulk"}}""";
    }
}
