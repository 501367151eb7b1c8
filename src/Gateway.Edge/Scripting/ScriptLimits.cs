namespace Gateway.Edge.Scripting;

/// <summary>What one run of a script may use, and how many may run. What breaks a limit ends; nothing else notices.</summary>
internal sealed record ScriptLimits
{
    /// <summary>
    /// Longest time of a run. Looked at between statements and by natives that loop; the other limits bound what one native can do.
    /// </summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Most bytes that a run may allocate, garbage included.</summary>
    public long Memory { get; init; } = 16 * 1024 * 1024;

    /// <summary>Most statements of a run.</summary>
    public int Statements { get; init; } = 200_000;

    /// <summary>Most calls within each other.</summary>
    public int Recursion { get; init; } = 100;

    /// <summary>Most elements of an array.</summary>
    public uint ArraySize { get; init; } = 10_000;

    /// <summary>Most characters that one native may make of smaller texts (repeat, join, replace, JSON).</summary>
    public int Text { get; init; } = 2 * 1024 * 1024;

    /// <summary>Longest time of one match of a regular expression.</summary>
    public TimeSpan Regex { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Most levels of JSON that is parsed.</summary>
    public int JsonDepth { get; init; } = 64;

    /// <summary>
    /// Scripts that run at once: a core is left for everybody else, so that scripts that use all of their time take nobody's.
    /// </summary>
    public int AtOnce { get; init; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Runs that may wait for their turn; what comes on top is refused.</summary>
    public int Waiting { get; init; } = 256;

    /// <summary>Longest wait for a turn.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(2);
}
