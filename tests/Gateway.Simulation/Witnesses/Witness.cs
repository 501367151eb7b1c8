using Gateway.Core.Groups;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>Watches a run and holds it to one promise. Each method is told of one kind of event, when it has happened.</summary>
internal abstract class Witness(SimulatedCluster cluster)
{
    /// <summary>The promise, in the words of docs/protocol.md.</summary>
    public abstract string Promise { get; }

    protected SimulatedCluster Cluster => cluster;

    protected TimeSpan Now => cluster.Time.Now;

    /// <summary>An activation has taken its epoch; <paramref name="replaced"/> is what was stored before.</summary>
    public virtual void Began(SimulatedActivation grain, GroupRecord replaced)
    {
    }

    /// <summary>An activation goes on under a later epoch.</summary>
    public virtual void Raised(SimulatedActivation grain)
    {
    }

    /// <summary>A Take has been answered.</summary>
    public virtual void Dealt(SimulatedActivation grain, TakeRequest request, TakeReply reply)
    {
    }

    public virtual void Pulled(SimulatedActivation grain, PullRequest request, PullReply reply)
    {
    }

    public virtual void Reported(SimulatedActivation grain, GroupSnapshot before, ReportRequest request, ReportReply reply)
    {
    }

    /// <summary>Anything may have changed at a grain.</summary>
    public virtual void Stepped(SimulatedActivation grain, IReadOnlyList<GroupEvent> events)
    {
    }

    public virtual void RolledBack()
    {
    }

    /// <summary>A nudge is on its way to an edge.</summary>
    public virtual void Nudged(SimulatedEdge edge)
    {
    }

    public virtual void Asks(SimulatedEdge edge, in TakeRequest take)
    {
    }

    /// <summary>News is about to reach an edge; <paramref name="reply"/> if it is the answer to a Take.</summary>
    public virtual void Hears(SimulatedEdge edge, GroupNews news, TakeReply? reply)
    {
    }

    /// <summary>Anything may have changed at an edge.</summary>
    public virtual void Stepped(SimulatedEdge edge)
    {
    }

    public virtual void Waits(SimulatedEdge edge)
    {
    }

    public virtual void Picked(SimulatedEdge edge, RequestRun request, PickOutcome outcome, in Pick pick, IReadOnlyCollection<string> tried)
    {
    }

    /// <summary>A try begins.</summary>
    public virtual void Tries(SimulatedEdge edge, string member, in Routing routing, bool byProbe)
    {
    }

    /// <summary>A request's try has failed.</summary>
    public virtual void Failed(SimulatedEdge edge, in Pick pick)
    {
    }

    public virtual void Cut(SimulatedEdge edge)
    {
    }

    public virtual void Joined(SimulatedEdge edge)
    {
    }

    public virtual void Gone(SimulatedEdge edge)
    {
    }

    public virtual void Repaired()
    {
    }

    /// <summary>The run is over.</summary>
    public virtual void End()
    {
    }

    protected void Claim(bool holds, string otherwise)
    {
        if (!holds)
        {
            Deny(otherwise);
        }
    }

    protected void Deny(string what) => throw new BrokenPromiseException(Promise, what, Now);
}

/// <summary>A run has broken a promise.</summary>
internal sealed class BrokenPromiseException(string promise, string what, TimeSpan when)
    : Exception($"\"{promise}\" does not hold at {when.TotalMilliseconds:F1} ms: {what}.")
{
    public string Promise => promise;
}
