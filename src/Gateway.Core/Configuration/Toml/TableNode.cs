using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Configuration.Toml;

/// <summary>How a table came about: TOML lets some be added to later in the file and others not.</summary>
internal enum TableForm
{
    /// <summary><c>{ … }</c>: complete when it ends.</summary>
    Inline,

    /// <summary>By its own header, which may come once.</summary>
    Header,

    /// <summary>By a dotted key in another table's body.</summary>
    Dotted,

    /// <summary>By the header of a table below it.</summary>
    Implied,
}

/// <summary>One key of a table with its value.</summary>
/// <param name="Place">Where the key stands.</param>
/// <param name="Value">What it is set to.</param>
internal readonly record struct TableEntry(SourcePlace Place, TomlNode Value);

/// <summary>A table: keys in the order written.</summary>
internal sealed class TableNode(SourcePlace place, TableForm form) : TomlNode(place)
{
    private readonly OrderedDictionary<string, TableEntry> _entries = new(StringComparer.Ordinal);

    public TableForm Form { get; internal set; } = form;

    public IEnumerable<KeyValuePair<string, TableEntry>> Entries => _entries;

    public override string Description => "a table";

    public bool TryGet(string key, out TableEntry entry) => _entries.TryGetValue(key, out entry);

    public TomlNode? Find(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value : null;

    /// <summary>Follows a path through tables; false when it ends anywhere before.</summary>
    public bool TryFind(ReadOnlySpan<string> path, [NotNullWhen(true)] out TomlNode? node)
    {
        node = this;
        foreach (var key in path)
        {
            node = node is TableNode table ? table.Find(key) : null;
            if (node is null)
            {
                return false;
            }
        }

        return true;
    }

    public void Add(string key, SourcePlace place, TomlNode value) => _entries.Add(key, new TableEntry(place, value));

    public void Set(string key, SourcePlace place, TomlNode value) => _entries[key] = new TableEntry(place, value);

    public override TomlNode At(SourcePlace place)
    {
        var copy = new TableNode(place, Form);
        foreach (var (key, entry) in _entries)
        {
            copy.Add(key, entry.Place, entry.Value);
        }

        return copy;
    }
}
