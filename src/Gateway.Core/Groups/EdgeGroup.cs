namespace Gateway.Core.Groups;

/// <summary>
/// The edge's side of the protocol for one group: whose turn it is, what to ask the grain for, what to tell it, and how to go on
/// without it. Synchronous and without a clock; the shell around it holds the waiting requests, reads the time, makes the probes and
/// sends the calls. Not safe for concurrent use: the shell calls it under a lock.
/// </summary>
public sealed partial class EdgeGroup
{
    private readonly Guid _edge;
    private readonly string _node;
    private readonly SlotStock _stock = new();
    private readonly Circuit _circuit = new();
    private ulong _random;
    private GroupPlan _plan;
    private Dictionary<string, MemberView> _members = [];
    private MemberView[] _order = [];
    private RingView _configured;
    private RingView _ring;
    private TrafficRate _traffic;
    private ulong _degradedCursor;
    private ulong _localCursor;
    private ulong _spillCursor;

    /// <summary>Starts with the configured ring, and with the circuit open: the first answers of the grain close it.</summary>
    /// <param name="plan">The group in the edge's catalog.</param>
    /// <param name="edge">The edge's process.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="random">Any random bits: phases and jitter are drawn from them.</param>
    public EdgeGroup(GroupPlan plan, Guid edge, string node, ulong random)
    {
        _edge = edge;
        _node = node;
        _random = random;
        _plan = plan;
        _ring = _configured = Configure(plan);
        _degradedCursor = _spillCursor = _localCursor = NextRandom();
    }

    /// <summary>The group in the edge's catalog.</summary>
    public GroupPlan Plan => _plan;

    /// <summary>Whether the group's grain is out of reach and this edge goes on alone.</summary>
    public bool IsDegraded => _circuit.IsOpen;

    /// <summary>Turns in stock.</summary>
    public int Stocked => _stock.Count;

    /// <summary>Goes on under a changed catalog. Overlays, verdicts, stock and cursors stay, by the members' ids.</summary>
    /// <param name="plan">The group in the new catalog.</param>
    public void Replan(GroupPlan plan)
    {
        _plan = plan;
        _configured = Configure(plan);
        _ring = _snapshot is null ? _configured : _ring.Over(Find);
        _rings = _rings.ConvertAll(ring => ring.Over(Find));
        _stock.Resolve(Find);
        _pulls.DueNow();
    }

    private RingView Configure(GroupPlan plan)
    {
        var members = new Dictionary<string, MemberView>(StringComparer.Ordinal);
        _order = new MemberView[plan.Definition.Members.Length];
        for (var i = 0; i < _order.Length; i++)
        {
            var id = plan.Definition.Members[i].Id;
            var isNew = !_members.TryGetValue(id, out var view);
            view ??= new MemberView(id);
            view.Rules = plan.Definition.Rules.Members.GetValueOrDefault(id);
            view.Weight = plan.Definition.Members[i].Weight;
            if (isNew && _snapshot is { } snapshot && IndexIn(snapshot, id) is >= 0 and var index)
            {
                view.Judge(snapshot.Stamp, snapshot.Verdicts[index], _judgedAt);
            }

            members[id] = _order[i] = view;
        }

        _members = members;
        _counts = plan.CountsOutstanding;
        Refresh();
        return new RingView(0, 0, plan.Ring(), plan.Definition.Members, Find);
    }

    private static int IndexIn(GroupSnapshot snapshot, string id)
    {
        for (var i = 0; i < snapshot.Members.Length && i < snapshot.Verdicts.Length; i++)
        {
            if (snapshot.Members[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private MemberView? Find(string id) => _members.GetValueOrDefault(id);

    // SplitMix64 (Steele, Lea, Flood 2014): phases and jitter need spread, not secrecy.
    private ulong NextRandom()
    {
        _random += 0x9E3779B97F4A7C15;
        var mixed = (_random ^ (_random >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
