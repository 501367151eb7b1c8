using Gateway.Core.Endpoints;

namespace Gateway.Core.Groups;

/// <summary>
/// A member's active checks: one per interval in the whole cluster, done by the edges in turn. Here they are dealt and counted.
/// </summary>
internal sealed class ActiveChecks
{
    private OpinionAsk? _ask;
    private Guid _edge;
    private TimeSpan _due = TimeSpan.MinValue;

    /// <summary>Good ones in a row.</summary>
    public int Good { get; private set; }

    /// <summary>Bad ones in a row.</summary>
    public int Bad { get; private set; }

    /// <summary>The edge that owes one.</summary>
    public Guid? Asked => _ask is null ? null : _edge;

    /// <summary>Deals the next check if its time has come. One that was not answered in its interval is dropped.</summary>
    public void Advance(MemberCase member, HealthCheck health, Bench bench, TimeSpan now)
    {
        if (now < _due)
        {
            return;
        }

        _ask = null;
        if ((Next(bench.Edges.Registered(now)) ?? Next(bench.Edges.Listening(now))) is { } edge)
        {
            _edge = edge;
            _due = now + health.Interval;
            _ask = new OpinionAsk(bench.NextId(), member.Id, bench.Epoch, member.Gen, member.Rules.Farthest, ByProbe: true);
            bench.Tell(edge);
        }
    }

    /// <summary>Adds what an edge still owes.</summary>
    public void AddOwed(Guid edge, ref List<OpinionAsk>? asks)
    {
        if (_ask is { } ask && edge == _edge)
        {
            (asks ??= []).Add(ask);
        }
    }

    /// <summary>Closes a check with its result.</summary>
    /// <returns>False when there is no such check of this edge.</returns>
    public bool TryClose(long id, Guid edge, ReportKind result)
    {
        if (_ask?.Id != id || edge != _edge)
        {
            return false;
        }

        _ask = null;
        (Good, Bad) = result switch
        {
            ReportKind.Succeeded => (Good + 1, 0),
            ReportKind.Failed => (0, Bad + 1),
            _ => (Good, Bad),
        };
        return true;
    }

    /// <summary>A new gen or epoch: rows begin again, and what is out is void.</summary>
    public void Restart()
    {
        _ask = null;
        (Good, Bad) = (0, 0);
    }

    /// <summary>The checks are no longer configured, or the member is not to be used.</summary>
    public void Stop()
    {
        Restart();
        _due = TimeSpan.MinValue;
    }

    private Guid? Next(IEnumerable<RegisterEntry> edges)
    {
        Guid? next = null;
        Guid? first = null;
        foreach (var edge in edges)
        {
            first = first is null || edge.Id.CompareTo(first.Value) < 0 ? edge.Id : first;
            next = edge.Id.CompareTo(_edge) > 0 && (next is null || edge.Id.CompareTo(next.Value) < 0) ? edge.Id : next;
        }

        return next ?? first;
    }
}
