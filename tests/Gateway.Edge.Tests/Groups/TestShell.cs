using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Edge.Groups;
using Gateway.Edge.Probes;
using Gateway.Grains.Nodes;
using Gateway.Management;
using Gateway.Management.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Edge.Tests.Groups;

/// <summary>A shell with all that it needs beside a link, probes and a clock.</summary>
internal sealed class TestShell : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly EventMeter _meter = new();
    private readonly EventOutbox _outbox;

    /// <param name="plan">The group.</param>
    /// <param name="link">The way to its grain.</param>
    /// <param name="probes">Makes its probes.</param>
    /// <param name="clock">The time.</param>
    /// <param name="random">What the edge chooses by.</param>
    /// <param name="targets">The members that can be probed.</param>
    /// <param name="log">Where the shell logs; null: nowhere.</param>
    public TestShell(
        GroupPlan plan, IGroupLink link, IProbes probes, TimeProvider clock, ulong random = 42, FrozenDictionary<string, ProbeTarget>? targets = null,
        ILogger<MemberLog>? log = null)
    {
        _outbox = new EventOutbox(_meter, clock);
        Shell = new GroupShell(
            new EdgeGroup(plan, Guid.NewGuid(), "node", random), targets ?? FrozenDictionary<string, ProbeTarget>.Empty, link, probes,
            new MemberLog(log ?? NullLogger<MemberLog>.Instance, _outbox, new NodeIdentity("node", "edge", "0")), clock,
            new GatewayInstruments(_services.GetRequiredService<IMeterFactory>()));
    }

    /// <summary>The members <c>a</c> and <c>b</c> in exact order.</summary>
    public static GroupPlan Exact { get; } = new(
        new GroupDefinition("group", "load_balance", [new GroupMember("a", 1), new GroupMember("b", 1)])
        {
            Rules = GroupRules.Default with
            {
                Members = new Dictionary<string, MemberRules> { ["a"] = MemberRules.Default, ["b"] = MemberRules.Default }.ToFrozenDictionary(),
            },
        },
        CursorScope.Cluster, Lookahead: 0, Revision: 1);

    /// <summary>The target of the probes of <c>a</c>.</summary>
    public static FrozenDictionary<string, ProbeTarget> TargetA { get; } = new Dictionary<string, ProbeTarget>
    {
        ["a"] = new(new Uri("https://a"), BackendProtocol.Http11, TimeSpan.FromSeconds(1), Health: null),
    }.ToFrozenDictionary();

    public GroupShell Shell { get; }

    /// <summary>Gives back what the shell used. It is not stopped: one in fake time does nothing by itself any more, and one that waits for calls would wait for ever.</summary>
    public void Dispose()
    {
        _services.Dispose();
        _outbox.Dispose();
        _meter.Dispose();
    }
}
