using System.Collections.Frozen;
using System.Security.Cryptography;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Edge.Probes;
using Gateway.Management;
using Gateway.Management.Telemetry;

namespace Gateway.Edge.Groups;

/// <summary>The groups of this edge: those that an API points at, and the groups inside them.</summary>
internal sealed class EdgeGroups
{
    private readonly Lock _gate = new();
    private readonly IGroupLink _link;
    private readonly IProbes _probes;
    private readonly MemberLog _log;
    private readonly TimeProvider _clock;
    private readonly NodeIdentity _node;
    private readonly GatewayInstruments _instruments;
    private readonly List<Task> _leaving = [];
    private volatile FrozenDictionary<string, GroupShell> _shells = FrozenDictionary<string, GroupShell>.Empty;
    private bool _isRunning;

    public EdgeGroups(
        IGroupLink link, IProbes probes, MemberLog log, TimeProvider clock, NodeIdentity node, GatewayInstruments instruments)
    {
        _link = link;
        _probes = probes;
        _log = log;
        _clock = clock;
        _node = node;
        _instruments = instruments;
    }

    /// <summary>This process: a restarted edge is another one, and its sequence numbers begin anew.</summary>
    public Guid Edge { get; } = Guid.NewGuid();

    /// <summary>The groups by name.</summary>
    public FrozenDictionary<string, GroupShell> Shells => _shells;

    /// <summary>Lets the groups begin to pull, those of later catalogs too.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _isRunning = true;
            foreach (var shell in _shells.Values)
            {
                shell.Start();
            }
        }
    }

    /// <summary>Stops the groups and waits for what they have under way.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _isRunning = false;
            return Task.WhenAll(_leaving.Concat(_shells.Values.Select(shell => shell.DisposeAsync().AsTask())));
        }
    }

    /// <summary>Takes over a catalog: survivors keep their cursors, stock, verdicts and overlays.</summary>
    public FrozenDictionary<string, GroupShell> Replan(long revision, Core.Configuration.Catalog catalog)
    {
        lock (_gate)
        {
            var shells = new Dictionary<string, GroupShell>(StringComparer.Ordinal);
            foreach (var name in ReachedGroups.In(catalog))
            {
                shells[name] = Replan(revision, catalog, name);
            }

            _leaving.RemoveAll(static gone => gone.IsCompletedSuccessfully);
            _leaving.AddRange(_shells.Where(pair => !shells.ContainsKey(pair.Key)).Select(pair => pair.Value.DisposeAsync().AsTask()));
            return _shells = shells.ToFrozenDictionary(StringComparer.Ordinal);
        }
    }

    private GroupShell Replan(long revision, Core.Configuration.Catalog catalog, string name)
    {
        var definition = GroupDefinition.Find(catalog, name)
            ?? throw new InvalidOperationException($"The catalog has no endpoint '{name}' that can be a group.");
        var targets = TargetsOf(catalog, definition);
        var group = catalog.Endpoints[name] as LoadBalanceEndpoint;
        var plan = new GroupPlan(definition, group?.Cursor ?? CursorScope.Cluster, group?.Lookahead, revision)
        {
            Algorithm = group?.Algorithm ?? BalanceAlgorithm.RoundRobin,
            BalanceFactor = group?.BalanceFactor ?? 0,
        };
        if (_shells.TryGetValue(name, out var shell))
        {
            shell.Replan(plan, targets);
            return shell;
        }

        var random = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        shell = new GroupShell(new EdgeGroup(plan, Edge, _node.Id, random), targets, _link, _probes, _log, _clock, _instruments);
        if (_isRunning)
        {
            shell.Start();
        }

        return shell;
    }

    private static FrozenDictionary<string, ProbeTarget> TargetsOf(Core.Configuration.Catalog catalog, GroupDefinition definition)
    {
        var targets = new Dictionary<string, ProbeTarget>(StringComparer.Ordinal);
        foreach (var member in definition.Members)
        {
            if (catalog.Endpoints[member.Id] is LeafEndpoint leaf && ProbeTarget.Of(leaf) is { } target)
            {
                targets[member.Id] = target;
            }
        }

        return targets.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
