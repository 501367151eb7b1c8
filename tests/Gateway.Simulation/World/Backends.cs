using Gateway.Core.Groups;

namespace Gateway.Simulation.World;

/// <summary>What is wrong with a member, or with one edge's way to it.</summary>
internal enum Ailment
{
    None,

    /// <summary>The connection is refused.</summary>
    Refuses,

    /// <summary>No connection in time.</summary>
    Unreachable,

    /// <summary>The TLS handshake fails.</summary>
    BreaksTls,

    /// <summary>It takes requests and says nothing.</summary>
    Hangs,

    /// <summary>It closes the connection after the request.</summary>
    Resets,

    /// <summary>It answers with a status that counts as a failure.</summary>
    Errs,
}

/// <summary>The members as they really are, and the paths from each node to each of them.</summary>
internal sealed class Backends(VirtualTime time)
{
    private static readonly TimeSpan Ever = SimulatedCluster.Never;

    private readonly Dictionary<string, Ailment> _members = [];
    private readonly Dictionary<(string Node, string Member), Ailment> _paths = [];
    private readonly Dictionary<string, TimeSpan> _lastIll = [];
    private readonly Dictionary<string, TimeSpan> _illSince = [];

    public Ailment Of(string node, string member) =>
        _members.TryGetValue(member, out var ill) ? ill : _paths.GetValueOrDefault((node, member));

    public bool IsIll(string member) => _members.ContainsKey(member);

    public bool IsPathBroken(string node, string member) => _paths.ContainsKey((node, member));

    public IEnumerable<string> NodesWithBrokenPathTo(string member) => _paths.Keys.Where(path => path.Member == member).Select(path => path.Node);

    /// <summary>When the member itself was last ill; the least span: never.</summary>
    public TimeSpan LastIll(string member) => IsIll(member) ? time.Now : _lastIll.GetValueOrDefault(member, Ever);

    /// <summary>Since when it has been ill; the greatest span: it is well.</summary>
    public TimeSpan IllSince(string member) => _illSince.GetValueOrDefault(member, TimeSpan.MaxValue);

    public void Fall(string member, Ailment ailment)
    {
        _members[member] = ailment;
        _illSince.TryAdd(member, time.Now);
    }

    public void Recover(string member)
    {
        if (_members.Remove(member))
        {
            _lastIll[member] = time.Now;
            _illSince.Remove(member);
        }
    }

    public void BreakPath(string node, string member, Ailment ailment) => _paths[(node, member)] = ailment;

    public void MendPath(string node, string member) => _paths.Remove((node, member));

    public void MendAll()
    {
        foreach (var member in _members.Keys.ToArray())
        {
            Recover(member);
        }

        _paths.Clear();
    }

    /// <summary>WSO2's code of what a try meets, and how far it comes.</summary>
    public static (int Code, FailureStage Stage) Meets(Ailment ailment) => ailment switch
    {
        Ailment.Refuses => (101503, FailureStage.Connect),
        Ailment.Unreachable => (101508, FailureStage.Connect),
        Ailment.BreaksTls => (101503, FailureStage.Tls),
        Ailment.Hangs => (101504, FailureStage.Answer),
        Ailment.Resets => (101505, FailureStage.Answer),
        Ailment.Errs => (500000, FailureStage.Answer),
        _ => (0, FailureStage.Answer),
    };
}
