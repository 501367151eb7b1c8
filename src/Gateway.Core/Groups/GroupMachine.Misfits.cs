using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <content>What does not fit: counted and ignored.</content>
public sealed partial class GroupMachine
{
    private const int MostPermits = 256;

    // Codes of WSO2 and of this product have six digits.
    private const int HighestCode = 999_999;

    private readonly long[] _misfits = new long[Enum.GetValues<Misfit>().Length];
    private bool _hasMisfits;

    /// <summary>What has been ignored since the last call, by reason.</summary>
    public IReadOnlyList<(Misfit Reason, long Count)> TakeMisfits()
    {
        if (!_hasMisfits)
        {
            return [];
        }

        var taken = new List<(Misfit, long)>();
        for (var reason = 0; reason < _misfits.Length; reason++)
        {
            if (_misfits[reason] > 0)
            {
                taken.Add(((Misfit)reason, _misfits[reason]));
                _misfits[reason] = 0;
            }
        }

        _hasMisfits = false;
        return taken;
    }

    private void Ignore(Misfit reason, int count = 1)
    {
        _misfits[(int)reason] += count;
        _hasMisfits |= count > 0;
    }

    // Anybody behind the number's end would be ahead of every activation that can ever be.
    private bool IsAhead(Epoch seen)
    {
        if (seen > Epoch && !seen.IsPlausible)
        {
            Ignore(Misfit.OutOfBounds);
            return false;
        }

        return seen > Epoch;
    }

    private Misfit? MisfitOf(in ReportItem item, int place, out MemberCase? member)
    {
        member = CaseOf(item.Member);
        return place >= ReportRequest.MostItems ? Misfit.TooMany
            : item.Kind is < ReportKind.Failed or > ReportKind.GivenBack || item.Stage is < FailureStage.Connect or > FailureStage.Answer
                || item.ErrorCode is < 0 or > HighestCode || item.Permit < 0 || item.Ask < 0 ? Misfit.OutOfBounds
            : member is null ? Misfit.UnknownMember
            : item.Epoch != Epoch ? Misfit.OtherEpoch
            : item.Gen != member.Gen ? Misfit.OtherGen
            : null;
    }

    // An overlay may be older than the epoch, so its gen says nothing; but it is of a leaf of this group, and of each there is one.
    private ImmutableArray<OverlayEntry> Fitting(ImmutableArray<OverlayEntry> overlays)
    {
        if (overlays.IsDefaultOrEmpty)
        {
            return [];
        }

        var fitting = ImmutableArray.CreateBuilder<OverlayEntry>(Math.Min(overlays.Length, _cases.Length));
        foreach (var overlay in overlays)
        {
            if (fitting.Count == _cases.Length)
            {
                Ignore(Misfit.TooMany);
            }
            else if (CaseOf(overlay.Member) is null)
            {
                Ignore(Misfit.UnknownMember);
            }
            else
            {
                fitting.Add(overlay);
            }
        }

        return fitting.ToImmutable();
    }

    private ImmutableArray<long> Fitting(ImmutableArray<long> permits)
    {
        if (permits.IsDefaultOrEmpty)
        {
            return [];
        }

        Ignore(Misfit.TooMany, Math.Max(permits.Length - MostPermits, 0));
        return permits.Length > MostPermits ? permits[..MostPermits] : permits;
    }

    private TimeSpan PeriodOf(int milliseconds)
    {
        Ignore(Misfit.OutOfBounds, milliseconds <= 0 ? 1 : 0);
        return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 100, 60_000));
    }
}
