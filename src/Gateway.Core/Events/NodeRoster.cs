namespace Gateway.Core.Events;

/// <summary>Which nodes are there, by their questions for events: who has come, who is about to go, who has gone.</summary>
internal sealed class NodeRoster
{
    private const int MostNodes = 10_000;
    private static readonly TimeSpan MissedAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MissedWhenDraining = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Entry> _nodes = new(StringComparer.Ordinal);
    private readonly List<(EventKind, string, string)> _untold = [];
    private bool _isSettled;

    private sealed class Entry(Guid instance)
    {
        public Guid Instance { get; set; } = instance;

        public TimeSpan LastHeard { get; set; }

        /// <summary>Null while its coming has not been told, or need not be.</summary>
        public bool? IsThere { get; set; }

        public bool IsDraining { get; set; }

        /// <summary>The last that an earlier activation has told of it; null: nothing that is known.</summary>
        public EventKind? Recalled { get; set; }

        public string Kind { get; set; } = "";
    }

    /// <summary>Notes a node's question.</summary>
    /// <returns>What is to be told of it.</returns>
    public IEnumerable<(EventKind Kind, string Node, string Detail)> Note(FollowRequest request, TimeSpan now)
    {
        if (!_nodes.TryGetValue(request.Node, out var node))
        {
            if (_nodes.Count >= MostNodes)
            {
                return [];
            }

            _nodes[request.Node] = node = new Entry(request.Instance) { IsThere = request.IsKnown ? true : null };
        }

        var told = new List<(EventKind, string, string)>();
        if (node.Instance == Guid.Empty && request.IsKnown)
        {
            // The same process still: what an earlier activation has told of it holds, that it had left too.
            node.Instance = request.Instance;
        }
        else if (node.Instance != request.Instance)
        {
            if (node.IsThere == true)
            {
                told.Add((EventKind.NodeLeft, request.Node, "started again"));
            }

            (node.Instance, node.IsThere, node.IsDraining) = (request.Instance, false, false);
        }

        (node.LastHeard, node.Kind) = (now, request.Kind);
        if (node.IsThere != true && _isSettled)
        {
            node.IsThere = true;
            told.Add((EventKind.NodeJoined, request.Node, request.Kind));
        }

        if (request.IsDraining && !node.IsDraining)
        {
            node.IsDraining = true;
            told.Add((EventKind.NodeDraining, request.Node, request.Kind));
        }
        else if (!request.IsDraining && node.IsDraining)
        {
            // Who drained it has let it take requests again.
            node.IsDraining = false;
        }

        if (_isSettled)
        {
            return told;
        }

        _untold.AddRange(told);
        return [];
    }

    /// <summary>Notes what the order of an earlier activation says of a node.</summary>
    public void Recall(ClusterEvent happened)
    {
        if (happened.Kind is not (EventKind.NodeJoined or EventKind.NodeDraining or EventKind.NodeLeft))
        {
            return;
        }

        if (!_nodes.TryGetValue(happened.Node, out var node))
        {
            _nodes[happened.Node] = node = new Entry(Guid.Empty) { Kind = happened.Detail };
        }

        node.Recalled = happened.Kind;
        if (node.Instance == Guid.Empty)
        {
            (node.IsThere, node.IsDraining) = (happened.Kind != EventKind.NodeLeft, happened.Kind == EventKind.NodeDraining);
        }
    }

    /// <summary>The first moments are over: those that have come in them are told, those recalled are expected.</summary>
    public IEnumerable<(EventKind Kind, string Node, string Detail)> Settle(TimeSpan now)
    {
        _isSettled = true;

        // Its question may have come before the history that says it already.
        var told = new List<(EventKind, string, string)>(
            _untold.Where(untold => untold.Item1 != EventKind.NodeDraining || _nodes[untold.Item2].Recalled != EventKind.NodeDraining));
        _untold.Clear();
        foreach (var (id, node) in _nodes)
        {
            if (node.Instance == Guid.Empty)
            {
                node.LastHeard = now;
            }
            else if (node.IsThere != true)
            {
                node.IsThere = true;
                told.Add((EventKind.NodeJoined, id, node.Kind));
            }
        }

        return told;
    }

    /// <summary>Those that have been silent for too long.</summary>
    public IEnumerable<(EventKind Kind, string Node, string Detail)> Missed(TimeSpan now)
    {
        var told = new List<(EventKind, string, string)>();
        foreach (var (id, node) in _nodes)
        {
            var silence = now - node.LastHeard;
            if (node.IsThere == true && silence >= (node.IsDraining ? MissedWhenDraining : MissedAfter))
            {
                node.IsThere = false;
                told.Add((EventKind.NodeLeft, id, node.IsDraining ? "stopped" : "silent for 10 s"));
            }
            else if (node.IsThere != true && silence >= ForgottenAfter)
            {
                _nodes.Remove(id);
            }
        }

        return told;
    }
}
