using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Import;

/// <summary>Collects what becomes of the keys, and what is wrong with them.</summary>
/// <param name="problems">Where problems go.</param>
internal sealed class ImportReport(ProblemList problems)
{
    private readonly List<ImportLine> _lines = [];
    private readonly HashSet<ImportLine> _known = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    public ProblemList Problems { get; } = problems;

    /// <summary>All lines: by verdict, within one in the order in which they were added.</summary>
    public ImmutableArray<ImportLine> Lines => [.. _lines.OrderBy(line => line.Verdict)];

    public void Add(ImportVerdict verdict, string key, SourcePlace place, string text)
    {
        var line = new ImportLine(verdict, key, place, text);
        if (!_known.Add(line))
        {
            return;
        }

        _lines.Add(line);

        // Every key above it is told by what is said of this one.
        for (var end = key.Length; end > 0 && _told.Add(key[..end]);)
        {
            end = key.AsSpan(0, end).LastIndexOfAny('.', '[');
        }
    }

    /// <summary>Whether something was said of a key or of anything below it.</summary>
    public bool IsTold(string key) => _told.Contains(key);
}
