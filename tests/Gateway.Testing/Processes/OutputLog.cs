namespace Gateway.Testing;

/// <summary>The last lines of a program's output, and those who wait for one.</summary>
internal sealed class OutputLog(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> _waiting = [];
    private long _dropped;

    public void Add(string line)
    {
        lock (_lock)
        {
            _lines.Enqueue(line);
            if (_lines.Count > capacity)
            {
                _lines.Dequeue();
                _dropped++;
            }

            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_waiting[i].Wanted(line))
                {
                    _waiting[i].Found.TrySetResult(line);
                    _waiting.RemoveAt(i);
                }
            }
        }
    }

    public string[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _lines];
        }
    }

    /// <summary>Completes with the first line, already there or yet to come, that is wanted.</summary>
    public Task<string> FindAsync(Func<string, bool> wanted)
    {
        lock (_lock)
        {
            foreach (var line in _lines)
            {
                if (wanted(line))
                {
                    return Task.FromResult(line);
                }
            }

            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, found));
            return found.Task;
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            var left = _dropped > 0 ? $"  ({_dropped} earlier lines left out)\n" : "";
            return _lines.Count == 0 ? "  (no output)" : left + string.Join('\n', _lines.Select(line => "  | " + line));
        }
    }
}
