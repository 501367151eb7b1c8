using Gateway.Core.Groups;

namespace Gateway.Core.Tests.Groups.Simulation;

/// <summary>Edges, activations, a network that loses, delays, doubles and reorders, and one record in storage.</summary>
internal sealed class World
{
    private readonly List<GroupPlan> _catalog = [];
    private readonly HashSet<string> _broken = [];
    private readonly int? _lookahead;
    private SimulatedActivation? _current;
    private SimulatedActivation? _replaced;
    private int _edgesMade;

    public World(int seed, string members, int? lookahead, int edges = 3)
    {
        Time = new VirtualTime(seed);
        _lookahead = lookahead;
        _catalog.Add(Plans.Plan(members, lookahead));
        Storage = new SimulatedStorage(Time, Plans.Stored(members));
        for (var edge = 0; edge < edges; edge++)
        {
            Edges.Add(NewEdge());
        }
    }

    public VirtualTime Time { get; }

    public Witness Witness { get; } = new();

    public SimulatedStorage Storage { get; }

    public List<SimulatedEdge> Edges { get; } = [];

    /// <summary>Shares of messages that are lost, doubled and delayed by up to 400 ms.</summary>
    public (double Lost, double Doubled, double Slow) Trouble { get; set; }

    public double ClockSkewMs { get; set; }

    public GroupMachine? Machine => _current?.Machine;

    public GroupPlan Catalog(long revision) => _catalog[(int)revision - 1];

    public GroupPlan NewestCatalog => _catalog[^1];

    public bool IsBroken(string member) => _broken.Contains(member);

    public long UtcMilliseconds() => (long)(1e12 + Time.Now.TotalMilliseconds + ClockSkewMs);

    public void Send(SimulatedEdge edge, Action deliver)
    {
        var copies = Time.Chance(Trouble.Lost) ? 0 : Time.Chance(Trouble.Doubled) ? 2 : 1;
        for (; copies > 0 && !edge.IsCut; copies--)
        {
            Time.After(Time.Chance(Trouble.Slow) ? Time.Between(1, 400) : Time.Between(0.2, 1.5), () =>
            {
                if (!edge.IsCut)
                {
                    deliver();
                }
            });
        }
    }

    public void Call(SimulatedEdge edge, Stamp seen, Action<SimulatedActivation> call) => Send(edge, () =>
    {
        if (edge.UsesOldRoute && _replaced is { IsDead: false } replaced)
        {
            call(replaced);
            return;
        }

        if (_current is null or { IsDead: true })
        {
            _current = new SimulatedActivation(this);
            _current.Start(seen.Epoch.Number);
        }

        call(_current);
    });

    public void Nudge(Guid id, GroupSnapshot snapshot)
    {
        if (Edges.Find(edge => edge.Id == id) is { } edge)
        {
            Send(edge, () => edge.Nudged(snapshot));
        }
    }

    /// <summary>Bursts of requests, each for an edge drawn at random.</summary>
    public void Bursts(TimeSpan until, int size = 20) => Time.Every(TimeSpan.FromMilliseconds(100), () =>
    {
        for (var i = 0; i < size; i++)
        {
            Edges[Time.Random.Next(Edges.Count)].Arrive();
        }

        return Time.Now < until;
    });

    public void Crash() => _current?.Die();

    /// <summary>The directory forgets an activation that lives on, and some edges still call it.</summary>
    public void Forget()
    {
        _replaced?.Die();
        (_replaced, _current) = (_current, null);
        Edges.ForEach(edge => edge.UsesOldRoute = Time.Chance(0.5));
    }

    public void Restart(int edge)
    {
        Edges[edge].SwitchOff();
        Edges[edge] = NewEdge();
    }

    public void Break(string member, TimeSpan length)
    {
        _broken.Add(member);
        Time.After(length, () => _broken.Remove(member));
    }

    public void Configure(string members)
    {
        var plan = Plans.Plan(members, _lookahead, revision: _catalog.Count + 1, policy: new([], TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(4)));
        _catalog.Add(plan);
        Edges.ForEach(edge => Time.After(Time.Between(0, 1500), () => edge.Replan(plan)));
    }

    public void Repair()
    {
        (Trouble, Storage.IsUp, Storage.UnclearWrites, ClockSkewMs) = (default, true, 0, 0);
        _replaced?.Die();
        foreach (var edge in Edges)
        {
            (edge.IsCut, edge.UsesOldRoute) = (false, false);
            edge.Replan(NewestCatalog);
        }
    }

    public void Check() => Edges.ForEach(edge => edge.Check());

    private SimulatedEdge NewEdge() => new(this, NewestCatalog, new Guid(_edgesMade++, 0, 0, new byte[8]));
}
