using Gateway.Core.Groups;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>All who watch a run.</summary>
internal sealed class WitnessStand(Trace trace, params Witness[] witnesses)
{
    /// <summary>The eleven, the history of Takes, and who notes the cases.</summary>
    public static WitnessStand Of(SimulatedCluster cluster) => new(
        cluster.Trace,
        new NoTurnTwice(cluster), new ExactOrder(cluster), new BoundedSkew(cluster), new Monotone(cluster), new Once(cluster), new OneTrial(cluster),
        new BackInTime(cluster), new AllAlike(cluster), new NobodyPoisoned(cluster), new NeverInTheWay(cluster), new NothingForgotten(cluster),
        new DealingHistory(cluster), new Casebook(cluster));

    /// <summary>The one of a kind.</summary>
    public T Find<T>()
        where T : Witness => witnesses.OfType<T>().Single();

    public void Began(SimulatedActivation grain, GroupRecord replaced) => Array.ForEach(witnesses, witness => witness.Began(grain, replaced));

    public void Raised(SimulatedActivation grain) => Array.ForEach(witnesses, witness => witness.Raised(grain));

    public void Dealt(SimulatedActivation grain, TakeRequest request, TakeReply reply) =>
        Array.ForEach(witnesses, witness => witness.Dealt(grain, request, reply));

    public void Pulled(SimulatedActivation grain, PullRequest request, PullReply reply)
    {
        if (trace.IsKept && !(request.Overlays.IsEmpty && request.Permits.IsEmpty && reply.News.Permits.IsEmpty && reply.News.Asks.IsEmpty))
        {
            var overlays = string.Join(' ', request.Overlays.Select(entry => entry.IsPrivate ? $"{entry.Member} (private)" : entry.Member));
            trace.Note(
                grain.Name,
                $"is asked for news by {request.Node}, which leaves alone [{overlays}] and holds [{string.Join(' ', request.Permits)}]: "
                + $"permits [{string.Join(' ', reply.News.Permits.Select(permit => $"{permit.Id} for {permit.Member}"))}], "
                + $"asks [{string.Join(' ', reply.News.Asks.Select(ask => $"{ask.Id} of {ask.Member}"))}]");
        }

        Array.ForEach(witnesses, witness => witness.Pulled(grain, request, reply));
    }

    public void Reported(SimulatedActivation grain, GroupSnapshot before, ReportRequest request, ReportReply reply)
    {
        if (trace.IsKept)
        {
            var items = string.Join("; ", request.Items.Select(item => $"{item.Member} {item.Kind} {item.ErrorCode} (gen {item.Gen}, permit {item.Permit}, ask {item.Ask})"));
            trace.Note(grain.Name, $"hears from {request.Node}: {items}: {reply.Status}, ignores {reply.Ignored}");
        }

        Array.ForEach(witnesses, witness => witness.Reported(grain, before, request, reply));
    }

    public void Stepped(SimulatedActivation grain, IReadOnlyList<GroupEvent> events)
    {
        if (trace.IsKept)
        {
            foreach (var happened in events)
            {
                var seen = string.Join(' ', happened.Evidence.Select(entry => $"{entry.Node}:{entry.ErrorCode}"));
                trace.Note(grain.Name, $"{happened.Member}: {happened.From} -> {happened.To} {happened.Word} by {happened.Cause} [{seen}]");
            }
        }

        Array.ForEach(witnesses, witness => witness.Stepped(grain, events));
    }

    public void RolledBack() => Array.ForEach(witnesses, witness => witness.RolledBack());

    public void Nudged(SimulatedEdge edge) => Array.ForEach(witnesses, witness => witness.Nudged(edge));

    public void Asks(SimulatedEdge edge, TakeRequest take) => Array.ForEach(witnesses, witness => witness.Asks(edge, take));

    public void Hears(SimulatedEdge edge, GroupNews news, TakeReply? reply) => Array.ForEach(witnesses, witness => witness.Hears(edge, news, reply));

    public void Stepped(SimulatedEdge edge) => Array.ForEach(witnesses, witness => witness.Stepped(edge));

    public void Waits(SimulatedEdge edge) => Array.ForEach(witnesses, witness => witness.Waits(edge));

    public void Picked(SimulatedEdge edge, RequestRun request, PickOutcome outcome, Pick pick, IReadOnlyCollection<string> tried) =>
        Array.ForEach(witnesses, witness => witness.Picked(edge, request, outcome, pick, tried));

    public void Tries(SimulatedEdge edge, string member, Routing routing, bool byProbe) =>
        Array.ForEach(witnesses, witness => witness.Tries(edge, member, routing, byProbe));

    public void Failed(SimulatedEdge edge, Pick pick) => Array.ForEach(witnesses, witness => witness.Failed(edge, pick));

    public void Cut(SimulatedEdge edge) => Array.ForEach(witnesses, witness => witness.Cut(edge));

    public void Joined(SimulatedEdge edge) => Array.ForEach(witnesses, witness => witness.Joined(edge));

    public void Gone(SimulatedEdge edge) => Array.ForEach(witnesses, witness => witness.Gone(edge));

    public void Repaired() => Array.ForEach(witnesses, witness => witness.Repaired());

    public void End() => Array.ForEach(witnesses, witness => witness.End());
}
