using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>
/// Invariant 7: with links and storage up again every edge is in cluster mode within 5 s, or when its circuit's hold is over. The hold
/// is followed from outside.
/// </summary>
internal sealed class BackInTime(SimulatedCluster cluster) : Witness(cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, Hold> _holds = [];
    private TimeSpan _repaired;

    private sealed class Hold
    {
        public bool IsOpen { get; set; } = true;

        public TimeSpan Length { get; set; }

        public TimeSpan OpenedAt { get; set; }

        public TimeSpan ClosedAt { get; set; }
    }

    public override string Promise => "Back in time";

    public override void Stepped(SimulatedEdge edge)
    {
        if (!_holds.TryGetValue(edge.Id, out var hold))
        {
            _holds[edge.Id] = hold = new Hold { OpenedAt = Now };
        }

        if (edge.Group.IsDegraded == hold.IsOpen)
        {
            return;
        }

        hold.IsOpen = !hold.IsOpen;
        if (!hold.IsOpen)
        {
            Claim(Now >= hold.OpenedAt + hold.Length, $"{edge.Node}'s circuit closes before its hold of {hold.Length.TotalSeconds} s is over");
            hold.ClosedAt = Now;
            Cluster.Seen(hold.Length > TimeSpan.Zero ? Case.CircuitClosed : Case.CircuitClosedFirst);
            return;
        }

        var relapsed = hold.Length > TimeSpan.Zero && Now - hold.ClosedAt < TimeSpan.FromSeconds(60);
        hold.Length = TimeSpan.FromSeconds(relapsed ? Math.Min(hold.Length.TotalSeconds * 2, 30) : 0.5);
        hold.OpenedAt = Now;
        Cluster.Seen(relapsed ? Case.HoldDoubled : Case.CircuitOpened);
    }

    public override void Repaired()
    {
        _repaired = Now;
        Cluster.Time.Every(TimeSpan.FromMilliseconds(500), () =>
        {
            End();
            return true;
        });
    }

    public override void End()
    {
        foreach (var edge in Cluster.Edges.Where(edge => edge.Group.IsDegraded))
        {
            var hold = _holds[edge.Id];
            var latest = Later(_repaired + Patience, Later(edge.StartedAt + Patience, hold.OpenedAt + hold.Length + Slack));
            Claim(Now <= latest, $"{edge.Node} is degraded {(Now - _repaired).TotalSeconds} s after everything was mended");
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
