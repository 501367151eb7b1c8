namespace Gateway.Core.Documents;

/// <summary>One key of a map with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Line">Line of the key, from 1.</param>
/// <param name="Column">Column of the key, from 1.</param>
/// <param name="Value">What it is set to.</param>
public sealed record DocumentEntry(string Key, int Line, int Column, DocumentNode Value);

/// <summary>Keys and values in the order written, each key once.</summary>
public sealed class DocumentMap : DocumentNode
{
    private readonly OrderedDictionary<string, DocumentEntry> _entries;

    internal DocumentMap(int line, int column, OrderedDictionary<string, DocumentEntry> entries)
        : base(line, column, 1 + entries.Values.Sum(entry => entry.Value.Size), entries.Values.Select(entry => entry.Value.Height + 1).DefaultIfEmpty().Max())
    {
        _entries = entries;
    }

    /// <inheritdoc/>
    public override string Description => "a map of keys";

    internal IReadOnlyCollection<DocumentEntry> All => _entries.Values;

    /// <summary>The value under a key; null when there is none.</summary>
    public DocumentNode? Find(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value : null;

    /// <summary>The entry of a key, with the key's own place; null when there is none.</summary>
    public DocumentEntry? FindEntry(string key) => _entries.GetValueOrDefault(key);
}

/// <summary>Values in the order written.</summary>
public sealed class DocumentList : DocumentNode
{
    internal DocumentList(int line, int column, IReadOnlyList<DocumentNode> items)
        : base(line, column, 1 + items.Sum(item => item.Size), items.Select(item => item.Height + 1).DefaultIfEmpty().Max())
    {
        All = items;
    }

    /// <inheritdoc/>
    public override string Description => "a list";

    internal IReadOnlyList<DocumentNode> All { get; }
}
