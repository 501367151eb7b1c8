using Gateway.Core.Groups;

namespace Gateway.Simulation.World;

/// <summary>One user's request on its way through an edge: a try, and another member if it may be sent on.</summary>
internal sealed class RequestRun(SimulatedCluster cluster, SimulatedEdge edge, bool maySendOn)
{
    private readonly List<string> _tried = [];

    public bool MaySendOn => maySendOn;

    /// <summary>When it came.</summary>
    public TimeSpan Since { get; } = cluster.Time.Now;

    public void Begin(PickOutcome outcome, Pick pick)
    {
        cluster.Witnesses.Picked(edge, this, outcome, pick, _tried);
        edge.LastMode = pick.Mode;
        if (outcome == PickOutcome.Picked)
        {
            Try(pick);
        }
    }

    private void Try(Pick pick)
    {
        _tried.Add(pick.Member);
        cluster.Witnesses.Tries(edge, pick.Member, pick.Routing, byProbe: false);
        var time = cluster.Time;
        if (time.Chance(cluster.Scenario.Cancelled))
        {
            time.After(time.Between(0.5, 50), () => GiveBack(pick));
            return;
        }

        var (code, stage) = Backends.Meets(cluster.Backends.Of(edge.Node, pick.Member));
        var takes = code switch
        {
            0 => time.Chance(0.02) ? time.Between(20, 800) : time.Between(0.5, 8),
            101504 => cluster.Scenario.Rules.AttemptTimeout,
            101508 => TimeSpan.FromMilliseconds(500),
            _ => time.Between(0.3, 5),
        };
        time.After(takes, () => End(pick, code, stage));
    }

    private void GiveBack(Pick pick)
    {
        if (!edge.IsOff)
        {
            edge.Group.GaveBack(pick, cluster.Time.Now);
            edge.Go();
        }
    }

    private void End(Pick pick, int code, FailureStage stage)
    {
        if (edge.IsOff)
        {
            return;
        }

        var now = cluster.Time.Now;
        if (code == 0)
        {
            if (edge.Group.HearsSuccess || pick.Routing.IsAwaited)
            {
                edge.Group.Succeeded(pick, now);
                edge.Go();
            }

            return;
        }

        if (cluster.Trace.IsKept)
        {
            cluster.Note(edge.Node, $"request to {pick.Member} fails with {code} (permit {pick.Routing.Permit}, gen {pick.Routing.Gen})");
        }

        cluster.Witnesses.Failed(edge, pick);
        if (cluster.Plant.NotesFailures)
        {
            edge.Group.Failed(pick, code, stage, now);
        }

        if ((maySendOn || stage < FailureStage.Answer) && edge.Group.TryPickAnother(_tried, now, out var next))
        {
            cluster.Witnesses.Picked(edge, this, PickOutcome.Picked, next, _tried);
            Try(next);
        }
        else if (maySendOn || stage < FailureStage.Answer)
        {
            cluster.Witnesses.Picked(edge, this, PickOutcome.NoneAvailable, default, _tried);
        }

        edge.Go();
    }
}
