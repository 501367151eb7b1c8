using Gateway.Core.Groups;
using Gateway.Simulation.Faults;
using Gateway.Simulation.Witnesses;

namespace Gateway.Simulation.World;

/// <summary>Silos, edges, members, storage and the network between them: everything of one run.</summary>
internal sealed class SimulatedCluster
{
    /// <summary>A time before every run, far enough to be subtracted.</summary>
    public static readonly TimeSpan Never = TimeSpan.FromDays(-1000);

    private readonly List<GroupPlan> _catalogs = [];
    private readonly HashSet<Case> _cases = [];
    private SimulatedActivation? _current;
    private int _activations;
    private int _edgesMade;

    public SimulatedCluster(Scenario scenario, Plant? plant = null, bool traced = false, Func<SimulatedCluster, WitnessStand>? witnesses = null)
    {
        Scenario = scenario;
        Time = new VirtualTime(scenario.Seed);
        Trace = new Trace(Time) { IsKept = traced };
        Plant = plant ?? new Plant();
        Backends = new Backends(Time);
        Storage = new SimulatedStorage(this) { ForgivesAbsence = Time.Chance(0.5) };
        Witnesses = witnesses?.Invoke(this) ?? WitnessStand.Of(this);
        Silos = [.. Enumerable.Range(1, scenario.Silos).Select(number => new SimulatedSilo(number, Time))];
        _catalogs.Add(scenario.Plan(scenario.Members, 1));
        for (var edge = 0; edge < scenario.Edges; edge++)
        {
            Edges.Add(NewEdge($"node{edge}"));
        }
    }

    public Scenario Scenario { get; }

    public VirtualTime Time { get; }

    public Trace Trace { get; }

    public Plant Plant { get; }

    public Backends Backends { get; }

    public SimulatedStorage Storage { get; }

    public WitnessStand Witnesses { get; }

    public IReadOnlyList<SimulatedSilo> Silos { get; }

    public List<SimulatedEdge> Edges { get; } = [];

    /// <summary>Activations that the directory has forgotten and that still answer those who know the way.</summary>
    public List<SimulatedActivation> Zombies { get; } = [];

    public IReadOnlySet<Case> Cases => _cases;

    /// <summary>Shares of messages that are lost, doubled and late.</summary>
    public (double Lost, double Doubled, double Slow) Network { get; set; }

    public bool IsQuiet { get; private set; }

    /// <summary>The activation that calls are led to; null: none yet, or it is gone.</summary>
    public SimulatedActivation? Current => _current is { IsDead: false } ? _current : null;

    public GroupPlan NewestCatalog => _catalogs[^1];

    public GroupPlan Catalog(long revision) => _catalogs[(int)revision - 1];

    public void Seen(Case happened) => _cases.Add(happened);

    public void Note(string who, string what)
    {
        if (Trace.IsKept)
        {
            Trace.Note(who, what);
        }
    }

    /// <summary>Sends something to or from an edge.</summary>
    public void Send(SimulatedEdge edge, Action deliver)
    {
        var copies = Time.Chance(Network.Lost) ? 0 : Time.Chance(Network.Doubled) ? 2 : 1;
        for (; copies > 0 && !edge.IsCut; copies--)
        {
            Time.After(Time.Chance(Network.Slow) ? Time.Between(1, 600) : Time.Between(0.2, 1.5), () =>
            {
                if (!edge.IsCut)
                {
                    deliver();
                }
            });
        }
    }

    /// <summary>Leads an edge's call to the group's grain: the present one, or one that this edge's gateway still takes for it.</summary>
    public void Call(SimulatedEdge edge, Action<SimulatedActivation> call, Action refuse) => Send(edge, () =>
    {
        var target = edge.OldRoute is { IsDead: false } old ? old : Locate();
        if (target is null)
        {
            Send(edge, refuse);
            return;
        }

        if (target != Current)
        {
            Seen(Case.ZombieAnswers);
        }

        call(target);
    });

    public void Nudge(Guid id, GroupNews news, Stamp stamp)
    {
        if (Edges.Find(edge => edge.Id == id) is { } edge)
        {
            Witnesses.Nudged(edge);
            Send(edge, () => edge.Nudged(news, stamp));
        }
    }

    public void Command(AdminCommand command)
    {
        Note("operator", $"{command.Verb} {command.Member}");
        Locate()?.Admin(command);
    }

    public void Configure(string members)
    {
        var plan = Scenario.Plan(members, _catalogs.Count + 1);
        _catalogs.Add(plan);
        Note("operator", $"catalog {plan.Revision}: {members}");
        foreach (var edge in Edges)
        {
            Time.After(Time.Between(0, 1500), () => edge.Replan(plan));
        }
    }

    /// <summary>The directory forgets the activation, which goes on and finds out: edges may still be led to it.</summary>
    public void Forget()
    {
        if (Current is { } current && !IsQuiet)
        {
            Note(current.Name, "is forgotten by the directory");
            Zombies.Add(current);
            _current = null;
            foreach (var edge in Edges)
            {
                edge.OldRoute = Time.Chance(0.5) ? current : edge.OldRoute;
            }

            Time.After(Time.Between(500, 9000), () => current.Die("its silo is told that it is dead"));
        }
    }

    public void Crash(SimulatedSilo silo, TimeSpan length)
    {
        silo.IsUp = false;
        Note($"silo {silo.Number}", "crashes");
        foreach (var lost in Zombies.Append(_current).Where(other => other?.Silo == silo))
        {
            lost!.Die("its silo has crashed");
        }

        Time.After(length, () =>
        {
            Note($"silo {silo.Number}", "is back");
            silo.IsUp = true;
        });
    }

    public void Restart(int edge, TimeSpan length)
    {
        var old = Edges[edge];
        Note(old.Node, "crashes");
        old.SwitchOff();
        Witnesses.Gone(old);
        Edges.RemoveAt(edge);
        Time.After(length, () => Edges.Add(NewEdge(old.Node)));
    }

    /// <summary>Everything is well from now on.</summary>
    public void Repair()
    {
        Note("world", "is mended");
        IsQuiet = true;
        Network = default;
        Storage.ComeUp();
        (Storage.FailsBefore, Storage.FailsAfter, Storage.IsSlow) = (0, 0, 0);
        Backends.MendAll();
        foreach (var silo in Silos)
        {
            (silo.IsUp, silo.ClockSkewMs, silo.CatalogFrom) = (true, 0, default);
            silo.Wake();
        }

        foreach (var zombie in Zombies)
        {
            zombie.Die("its silo is told that it is dead");
        }

        foreach (var edge in Edges)
        {
            (edge.IsCut, edge.OldRoute) = (false, null);
            Witnesses.Joined(edge);
            edge.Replan(NewestCatalog);
        }

        Witnesses.Repaired();
    }

    private SimulatedActivation? Locate()
    {
        if (Current is null)
        {
            var up = Silos.Where(silo => silo is { IsUp: true, IsHung: false }).ToArray();
            if (up.Length == 0)
            {
                return null;
            }

            _current = new SimulatedActivation(this, up[Time.Random.Next(up.Length)], ++_activations);
            _current.Start();
        }

        return Current;
    }

    private SimulatedEdge NewEdge(string node)
    {
        var edge = new SimulatedEdge(this, NewestCatalog, new Guid(++_edgesMade, 0, 0, new byte[8]), node)
        {
            HasTraffic = Scenario.IdleEdges == 0 || node != "node0",
        };
        Note(node, "starts");
        edge.Start();
        return edge;
    }
}
