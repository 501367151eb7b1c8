namespace Gateway.Core.Documents;

/// <summary>Puts a tree together from what a parser meets, within limits. The first fault ends it.</summary>
internal sealed class DocumentBuilder(DocumentLimits limits)
{
    private readonly Stack<Level> _open = new();
    private readonly List<DocumentFault> _faults = [];
    private long _nodes;

    public DocumentNode? Root { get; private set; }

    public bool HasFailed { get; private set; }

    /// <summary>Whether the next scalar is a key.</summary>
    public bool WantsKey => _open.TryPeek(out var level) && level is { Entries: not null, Key: null };

    public void Fail(int line, int column, string message, string hint = "")
    {
        if (!HasFailed)
        {
            HasFailed = true;
            _faults.Add(new DocumentFault(line, column, message, hint, IsWarning: false));
        }
    }

    public void Warn(int line, int column, string message, string hint) =>
        _faults.Add(new DocumentFault(line, column, message, hint, IsWarning: true));

    /// <summary>A list or map begins.</summary>
    public void Open(int line, int column, bool isMap)
    {
        if (_open.Count >= limits.Depth)
        {
            Fail(line, column, $"lists and maps are nested more than {limits.Depth} deep");
            return;
        }

        _open.Push(new Level(line, column, isMap));
    }

    /// <summary>The list or map opened last ends.</summary>
    /// <returns>The finished node.</returns>
    public DocumentNode Close()
    {
        var level = _open.Pop();
        if (level.Entries is null)
        {
            return Add(new DocumentList(level.Line, level.Column, level.Items), 1);
        }

        var merged = 0L;
        foreach (var entry in level.Merges.SelectMany(Sources).SelectMany(source => source.Entries))
        {
            if (level.Entries.TryAdd(entry.Key, entry))
            {
                merged += entry.Value.Size;
            }
        }

        return Add(new DocumentMap(level.Line, level.Column, level.Entries), 1 + merged);
    }

    /// <summary>A key of the map opened last.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="column">Its column.</param>
    /// <param name="key">The key.</param>
    /// <param name="isMerge">Whether it is YAML's merge key.</param>
    public void Key(int line, int column, string key, bool isMerge = false)
    {
        var level = _open.Peek();
        (level.Key, level.KeyLine, level.KeyColumn, level.KeyIsMerge) = (key, line, column, isMerge);
    }

    /// <summary>A value: of the key met last, of the list opened last, or the whole document.</summary>
    /// <param name="node">The value.</param>
    /// <param name="weight">How many nodes it adds to a walk that have not been counted yet.</param>
    public DocumentNode Add(DocumentNode node, long weight)
    {
        _nodes += weight;
        if (_nodes > limits.Nodes)
        {
            Fail(node.Line, node.Column, $"the document has more than {limits.Nodes} values, counting each alias as what it stands for");
        }
        else if (_open.Count + node.Height > limits.Depth)
        {
            Fail(node.Line, node.Column, $"lists and maps are nested more than {limits.Depth} deep");
        }

        if (!_open.TryPeek(out var level))
        {
            Root ??= node;
        }
        else if (level.Entries is null)
        {
            level.Items.Add(node);
        }
        else if (level.Key is { } key)
        {
            level.Key = null;
            if (level.KeyIsMerge)
            {
                level.Merges.Add(node);
                if (!Sources(node).Any())
                {
                    Fail(level.KeyLine, level.KeyColumn, $"'<<' takes the keys of a map or of a list of maps, not {node.Description}", "Write the key in quotes if it is meant as it is.");
                }
            }
            else
            {
                Put(level, key, node);
            }
        }

        return node;
    }

    public DocumentRead Result()
    {
        if (Root is null && !HasFailed)
        {
            Fail(1, 1, "the document is empty");
        }

        return new DocumentRead(HasFailed ? null : Root, [.. _faults]);
    }

    private static IEnumerable<DocumentNode> Sources(DocumentNode node) => node switch
    {
        DocumentMap => [node],
        DocumentList list when list.Items.All(item => item is DocumentMap) => list.Items,
        _ => [],
    };

    private void Put(Level level, string key, DocumentNode node)
    {
        if (level.Entries!.TryGetValue(key, out var first))
        {
            Warn(level.KeyLine, level.KeyColumn, $"the key '{key}' stands twice", $"This one counts; the first is in line {first.Line}. Remove one of them.");
        }

        level.Entries[key] = new DocumentEntry(key, level.KeyLine, level.KeyColumn, node);
    }

    private sealed class Level(int line, int column, bool isMap)
    {
        public int Line => line;

        public int Column => column;

        public OrderedDictionary<string, DocumentEntry>? Entries { get; } = isMap ? new(StringComparer.Ordinal) : null;

        public List<DocumentNode> Items { get; } = [];

        public List<DocumentNode> Merges { get; } = [];

        public string? Key { get; set; }

        public int KeyLine { get; set; }

        public int KeyColumn { get; set; }

        public bool KeyIsMerge { get; set; }
    }
}
