using System.Collections.Immutable;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Groups;

/// <summary>How far a member may serve a failover group.</summary>
internal enum Fitness
{
    /// <summary>Suspended, in trial, draining or off.</summary>
    Out,

    /// <summary>In the delay after a marking error: it stays if it serves, and is not chosen.</summary>
    Waits,

    /// <summary>In use.</summary>
    Fit,
}

/// <summary>
/// Which member of a failover group serves. The substitute is chosen round robin from outage to outage, so that one outage after
/// another does not always burden the same one.
/// </summary>
internal sealed class FailoverChoice
{
    private string? _lastSubstitute;
    private int _lastPlace;

    /// <summary>The member that serves; null: none can.</summary>
    public string? Current { get; private set; }

    /// <summary>Chooses again, if that is needed.</summary>
    /// <returns>Whether another member serves from now on.</returns>
    public bool Choose(ImmutableArray<GroupMember> members, FailoverRules rules, Func<string, Fitness> fitness)
    {
        var before = Current;
        if (members.IsEmpty)
        {
            Current = null;
        }
        else if (rules.ReturnToPrimary && fitness(members[0].Id) == Fitness.Fit)
        {
            Current = members[0].Id;
        }
        else if (PlaceOf(members, Current) < 0 || fitness(Current!) == Fitness.Out)
        {
            Substitute(members, rules, fitness);
        }

        return Current != before;
    }

    /// <summary>What is stored of it; null: it has never chosen.</summary>
    public FailoverRecord? Record() => Current is null && _lastSubstitute is null ? null : new(Current, _lastSubstitute, _lastPlace);

    public void Restore(FailoverRecord record) => (Current, _lastSubstitute, _lastPlace) = (record.Current, record.LastSubstitute, record.LastPlace);

    private void Substitute(ImmutableArray<GroupMember> members, FailoverRules rules, Func<string, Fitness> fitness)
    {
        var isFirst = Current is null && _lastSubstitute is null;
        var start = rules.Order == FailoverOrder.Listed || isFirst ? 0 : NextPlace(members);
        Current = null;
        for (var step = 0; step < members.Length; step++)
        {
            var place = (start + step) % members.Length;
            if (fitness(members[place].Id) == Fitness.Fit)
            {
                Current = members[place].Id;
                if (!isFirst || place > 0)
                {
                    (_lastSubstitute, _lastPlace) = (Current, place);
                }

                return;
            }
        }
    }

    // The one after the last substitute. If that was removed, those behind it have moved up: the next one stands in its old place.
    private int NextPlace(ImmutableArray<GroupMember> members)
    {
        var last = _lastSubstitute is null ? PlaceOf(members, Current) : PlaceOf(members, _lastSubstitute);
        return last >= 0 ? last + 1 : Math.Clamp(_lastPlace, 0, members.Length);
    }

    private static int PlaceOf(ImmutableArray<GroupMember> members, string? id)
    {
        for (var place = 0; id is not null && place < members.Length; place++)
        {
            if (members[place].Id == id)
            {
                return place;
            }
        }

        return -1;
    }
}
