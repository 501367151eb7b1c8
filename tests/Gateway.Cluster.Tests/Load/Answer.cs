namespace Gateway.Cluster.Tests.Load;

/// <summary>One turn of the shared cursor, as <c>X-Gateway-Slot</c> names it.</summary>
internal readonly record struct Slot(long Epoch, long Offset)
{
    public static Slot? Parse(string? header)
    {
        if (header is null)
        {
            return null;
        }

        var dot = header.IndexOf('.', StringComparison.Ordinal);
        return new Slot(long.Parse(header.AsSpan(0, dot)), long.Parse(header.AsSpan(dot + 1)));
    }
}

/// <summary>What a client saw of one request.</summary>
/// <param name="Edge">Index of the edge it was sent to.</param>
/// <param name="SentAt">When, by <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="Took">How long until the whole answer was there.</param>
/// <param name="Status">The answer's status; 0: there was none.</param>
/// <param name="Fault">What went wrong when there was none.</param>
/// <param name="Member">Who answered.</param>
/// <param name="Slot">The turn it used; null: none of the shared cursor.</param>
internal sealed record Answer(int Edge, long SentAt, TimeSpan Took, int Status, string? Fault, string? Member, Slot? Slot)
{
    public bool IsGood => Status == 200;
}
