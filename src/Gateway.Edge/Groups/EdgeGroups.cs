using System.Collections.Frozen;
using System.Security.Cryptography;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Management;
using Gateway.Management.Telemetry;

namespace Gateway.Edge.Groups;

/// <summary>The groups of this edge: those that an API points at, and the groups inside them.</summary>
internal sealed class EdgeGroups
{
    private readonly IGroupLink _link;
    private readonly TimeProvider _clock;
    private readonly NodeIdentity _node;
    private readonly GatewayInstruments _instruments;
    private volatile FrozenDictionary<string, GroupShell> _shells = FrozenDictionary<string, GroupShell>.Empty;

    public EdgeGroups(IGroupLink link, TimeProvider clock, NodeIdentity node, GatewayInstruments instruments)
    {
        _link = link;
        _clock = clock;
        _node = node;
        _instruments = instruments;
    }

    /// <summary>This process: a restarted edge is another one, and its sequence numbers begin anew.</summary>
    public Guid Edge { get; } = Guid.NewGuid();

    /// <summary>The groups by name.</summary>
    public FrozenDictionary<string, GroupShell> Shells => _shells;

    /// <summary>Takes over a catalog: survivors keep their cursors, stock and overlays.</summary>
    public FrozenDictionary<string, GroupShell> Replan(long revision, Core.Configuration.Catalog catalog)
    {
        var shells = new Dictionary<string, GroupShell>(StringComparer.Ordinal);
        foreach (var name in NamesIn(catalog))
        {
            var plan = Plan(revision, catalog, name);
            if (_shells.TryGetValue(name, out var shell))
            {
                shell.With((group, _) =>
                {
                    group.Replan(plan);
                    return true;
                });
            }
            else
            {
                var random = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
                shell = new GroupShell(new EdgeGroup(plan, Edge, _node.Id, random), _link, _clock, _instruments);
            }

            shells[name] = shell;
        }

        return _shells = shells.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static GroupPlan Plan(long revision, Core.Configuration.Catalog catalog, string name)
    {
        var definition = GroupDefinition.Find(catalog, name)
            ?? throw new InvalidOperationException($"The catalog has no endpoint '{name}' that can be a group.");
        var policies = new Dictionary<string, SuspensionPolicy>(StringComparer.Ordinal);
        foreach (var member in definition.Members)
        {
            if (catalog.Endpoints[member.Id] is LeafEndpoint leaf)
            {
                policies[member.Id] = leaf.Settings.Suspend;
            }
        }

        var group = catalog.Endpoints[name] as LoadBalanceEndpoint;
        return new GroupPlan(
            definition, group?.Cursor ?? CursorScope.Cluster, group?.Lookahead, revision, policies.ToFrozenDictionary(StringComparer.Ordinal));
    }

    private static HashSet<string> NamesIn(Core.Configuration.Catalog catalog)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(catalog.Apis.SelectMany(api => new[] { api.Endpoint, api.SandboxEndpoint }));
        while (open.TryPop(out var name))
        {
            if (name.Length > 0 && names.Add(name) && catalog.Endpoints[name] is LoadBalanceEndpoint group)
            {
                foreach (var member in group.Members.Where(member => catalog.Endpoints[member] is LoadBalanceEndpoint))
                {
                    open.Push(member);
                }
            }
        }

        return names;
    }
}
