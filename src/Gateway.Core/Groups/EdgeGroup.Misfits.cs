using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <content>Answers that do not fit: counted and ignored.</content>
public sealed partial class EdgeGroup
{
    /// <summary>Parts of the grain's answers and nudges that did not fit: of another epoch or gen, of no member, or out of bounds.</summary>
    public long RepliesIgnored { get; private set; }

    private bool Fits(bool isSound)
    {
        RepliesIgnored += isSound ? 0 : 1;
        return isSound;
    }

    // The turns asked for, or fewer. More would be somebody else's.
    private bool Fits(TakeReply reply) => Fits(
        reply.Count >= 0 && reply.Count <= _take!.Value.Count && reply.Start >= 0 && reply.Start <= long.MaxValue - reply.Count);

    private bool Fits(GroupNews news) => Fits(!news.Permits.IsDefault && !news.Asks.IsDefault && !news.Contradicted.IsDefault);

    // A snapshot is taken whole or not at all.
    private bool Fits(GroupSnapshot snapshot) => Fits(
        !snapshot.Members.IsDefault && !snapshot.Ring.IsDefault && !snapshot.Verdicts.IsDefault
        && snapshot.Stamp.Version > 0 && snapshot.Stamp.Epoch.IsPlausible
        && snapshot.Verdicts.Length == snapshot.Members.Length
        && snapshot.Current >= -1 && snapshot.Current < snapshot.Members.Length
        && snapshot.Ring.Length <= Math.Max(Ring.MaxLength, snapshot.Members.Length)
        && HasSoundRing(snapshot) && HasSoundVerdicts(snapshot));

    private static bool HasSoundRing(GroupSnapshot snapshot)
    {
        foreach (var place in snapshot.Ring)
        {
            if ((uint)place >= (uint)snapshot.Members.Length)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasSoundVerdicts(GroupSnapshot snapshot)
    {
        foreach (var verdict in snapshot.Verdicts)
        {
            if (verdict.State is < MemberState.Active or > MemberState.Trial || verdict.Word is < OperatorWord.None or > OperatorWord.Off
                || verdict.RemainingMs < 0 || verdict.Gen < 1 || verdict.Suspensions < 0)
            {
                return false;
            }
        }

        return true;
    }
}
