using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>
/// Invariant 11: while storage answers, a change is stored soon, and a new activation goes on from what is stored: no suspension older
/// than one write and no progression is lost, and none waits longer than it is in whole.
/// </summary>
internal sealed class NothingForgotten(SimulatedCluster cluster) : Witness(cluster)
{
    // The cursor is written once a second, and a write may meet an old failure's back-off.
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(1.25);
    private static readonly TimeSpan StorageIsWellAfter = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Known> _known = [];
    private Epoch _newest;
    private TimeSpan _rolledBack = SimulatedCluster.Never;

    private readonly record struct Known(MemberVerdict Verdict, TimeSpan Since, bool IsStored);

    public override string Promise => "Nothing forgotten";

    public override void RolledBack()
    {
        _rolledBack = Now;

        // The grain does not know: what it takes for stored may be gone.
        foreach (var (member, known) in _known)
        {
            _known[member] = known with { Since = TimeSpan.MaxValue, IsStored = false };
        }
    }

    public override void Began(SimulatedActivation grain, GroupRecord replaced)
    {
        var snapshot = grain.Machine!.Snapshot;
        foreach (var record in replaced.Members)
        {
            if (Find(snapshot, record.Id) is not { } verdict)
            {
                Deny($"{record.Id} is stored, and gone in the new epoch");
                continue;
            }

            var isSuspended = record.State is MemberState.Suspended or MemberState.Trial;
            Claim(
                isSuspended == verdict.State is MemberState.Suspended or MemberState.Trial,
                $"{record.Id} is stored as {record.State}, and {verdict.State} in the new epoch");
            Claim(record.Suspensions == verdict.Suspensions, $"{record.Id} has been suspended {record.Suspensions} times, the new epoch knows of {verdict.Suspensions}");
            Claim(record.LengthMs >= verdict.RemainingMs, $"{record.Id} waits {verdict.RemainingMs} ms more of a suspension of {record.LengthMs} ms");
            Claim(verdict.Gen >= record.Gen, $"{record.Id} goes back from gen {record.Gen} to {verdict.Gen}");
            if (isSuspended && record.UntilUtcMs - grain.Silo.UtcMilliseconds > record.LengthMs)
            {
                Cluster.Seen(Case.ClampedSuspension);
            }
        }

        // An activation whose epoch was confirmed late may already have been followed: then the later one knows more. And storage may have
        // lost that epoch between the write and its answer: then the one before went on storing.
        var isNewest = grain.Machine.Epoch > _newest && Now - Cluster.Storage.LastFlush > StorageIsWellAfter && Now - _rolledBack > SimulatedStorage.Patience;
        foreach (var (member, known) in _known)
        {
            if (isNewest && known is { IsStored: true, Verdict.State: MemberState.Suspended } && Find(snapshot, member) is { } now)
            {
                Claim(
                    now.State is MemberState.Suspended or MemberState.Trial && now.Suspensions == known.Verdict.Suspensions,
                    $"{member} was suspended and stored when its grain was lost, and is {now.State} in the new epoch");
            }
        }

        Look(grain);
    }

    public override void Stepped(SimulatedActivation grain, IReadOnlyList<GroupEvent> events)
    {
        Look(grain);
        if (grain == Cluster.Current && IsStorageWell() && !grain.Silo.IsHung && Now - grain.Silo.WokeAt > StorageIsWellAfter)
        {
            Claim(grain.Lag <= LongestLag, $"{grain.Name} has not stored a change for {grain.Lag.TotalMilliseconds} ms");
        }
    }

    public override void Raised(SimulatedActivation grain) => Look(grain);

    private bool IsStorageWell() =>
        Cluster.Storage.IsUp && Later(_rolledBack, Cluster.Storage.LastTrouble) is var last && Now - last > StorageIsWellAfter;

    private void Look(SimulatedActivation grain)
    {
        var snapshot = grain.Machine!.Snapshot;
        if (snapshot.Stamp.Epoch < _newest)
        {
            return;
        }

        if (snapshot.Stamp.Epoch > _newest)
        {
            // After a flush gens begin again: the same number in another epoch is another state.
            _known.Clear();
        }

        _newest = snapshot.Stamp.Epoch;
        for (var i = 0; i < snapshot.Members.Length; i++)
        {
            var (id, verdict) = (snapshot.Members[i].Id, snapshot.Verdicts[i]);
            if (!_known.TryGetValue(id, out var known) || known.Verdict.Gen != verdict.Gen)
            {
                _known[id] = new Known(verdict, Now, false);
            }
            else if (!known.IsStored && Now > known.Since && !grain.IsBehind)
            {
                _known[id] = known with { IsStored = true };
            }
        }
    }

    private static MemberVerdict? Find(GroupSnapshot snapshot, string member)
    {
        for (var i = 0; i < snapshot.Members.Length; i++)
        {
            if (snapshot.Members[i].Id == member)
            {
                return snapshot.Verdicts[i];
            }
        }

        return null;
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
