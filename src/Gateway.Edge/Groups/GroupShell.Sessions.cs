using Gateway.Core.Groups;
using Gateway.Management.Telemetry;

namespace Gateway.Edge.Groups;

/// <content>Requests that belong to a member, and those that a member has now.</content>
internal sealed partial class GroupShell
{
    /// <summary>Picks the member that a request belongs to; if it belongs to none, one as for any other request.</summary>
    /// <param name="wish">What the request says of it.</param>
    /// <param name="aborted">Fires when the client has gone.</param>
    /// <returns>Null when no member can be used.</returns>
    public ValueTask<Pick?> PickAsync(in PickWish wish, CancellationToken aborted)
    {
        lock (_gate)
        {
            var now = Now;
            if (_group.TryPickOwn(wish, now, out var outcome, out var pick))
            {
                if (_group.DueWithTraffic < _armedFor)
                {
                    Arm(now);
                }

                return new ValueTask<Pick?>(CountedOwn(outcome, pick));
            }
        }

        return PickAsync(wish.MaySendOn, aborted);
    }

    /// <summary>Picks another member for a request whose tries have failed so far.</summary>
    public Pick? PickAnother(in PickWish wish, IReadOnlyCollection<string> tried)
    {
        lock (_gate)
        {
            return _group.TryPickAnother(wish, tried, Now, out var pick) ? CountedOwn(PickOutcome.Picked, pick) : null;
        }
    }

    /// <summary>Notes that a try has ended, however it did.</summary>
    public void Ended(in Pick pick)
    {
        if (pick.IsCounted)
        {
            lock (_gate)
            {
                _group.Ended(pick);
            }
        }
    }

    /// <summary>Notes that a pick has not been used.</summary>
    public void Unused(in Pick pick)
    {
        Ended(pick);
        GaveBack(pick);
    }

    // It used no turn, and waited for none.
    private Pick? CountedOwn(PickOutcome outcome, Pick pick)
    {
        if (outcome != PickOutcome.Picked)
        {
            return null;
        }

        _instruments.SlotUsed(Name, (SlotMode)pick.Mode);
        return pick;
    }
}
