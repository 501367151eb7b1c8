using System.Globalization;
using Gateway.Testing;

namespace Gateway.Verdict;

/// <summary>What a node's log says, and when: its own time stamp, taken where it happened. All nodes have one clock, this machine's.</summary>
internal sealed class NodeLog(string name, NodeProcess node)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => name;

    /// <summary>The first event at or after a moment whose line contains a text.</summary>
    /// <exception cref="TimeoutException">There is none in time.</exception>
    public async Task<DateTime> FirstAsync(string text, DateTime since)
    {
        var line = await node.Program.WaitForLineAsync(
            line => line.Contains(text, StringComparison.Ordinal) && TimeOf(line) >= since, $"'{text}' after {since:HH:mm:ss.fff}", Patience);
        return TimeOf(line)!.Value;
    }

    /// <summary>The events at or after a moment whose lines contain one of some texts, as far as they have arrived.</summary>
    public IEnumerable<(DateTime At, string Line)> Since(DateTime since, params string[] texts) =>
        from line in node.Output
        where Array.Exists(texts, text => line.Contains(text, StringComparison.Ordinal))
        let at = TimeOf(line)
        where at >= since
        select (at.Value, line);

    private static DateTime? TimeOf(string line)
    {
        var end = line.IndexOf('Z', StringComparison.Ordinal);
        return end > 0 && DateTime.TryParse(
            line.AsSpan(0, end + 1), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
    }
}
