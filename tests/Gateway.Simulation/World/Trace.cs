using System.Globalization;

namespace Gateway.Simulation.World;

/// <summary>What happened, a line each. Kept only when a run is replayed: then the same seed has been seen to break something.</summary>
internal sealed class Trace(VirtualTime time)
{
    private readonly List<string> _lines = [];

    /// <summary>Whether anybody reads it.</summary>
    public bool IsKept { get; init; }

    public IReadOnlyList<string> Lines => _lines;

    public void Note(string who, string what) =>
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{time.Now.TotalMilliseconds,10:F1}  {who,-14} {what}"));
}
