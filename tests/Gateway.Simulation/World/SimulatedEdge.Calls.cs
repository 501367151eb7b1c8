using Gateway.Core.Groups;

namespace Gateway.Simulation.World;

/// <content>Calls and probes.</content>
internal sealed partial class SimulatedEdge
{
    private static readonly TimeSpan NewsDeadline = TimeSpan.FromSeconds(1);

    private long _calls;
    private long _openTake;
    private long _openPull;
    private long _openReport;

    // A Take that is repeated is another call with the same seq: an answer to the first one comes too late for the shell.
    private void Send(TakeRequest take)
    {
        var call = _openTake = ++_calls;
        _cluster.Witnesses.Asks(this, take);
        _cluster.Call(
            this,
            grain => grain.Take(take, reply => _cluster.Send(this, () => TakeAnswered(call, reply))),
            () => TakeAnswered(call, null));
        _cluster.Time.After(EdgeGroup.TakeDeadline, () => TakeAnswered(call, null));
    }

    private void TakeAnswered(long call, TakeReply? reply)
    {
        if (_isOff || (_openTake != call && (reply is null || !_cluster.Scenario.HearsLateAnswers)))
        {
            return;
        }

        var isLate = _openTake != call;
        reply = reply is null ? null : _cluster.Plant.ToEdge(Group, reply);
        if (reply is not null)
        {
            _cluster.Witnesses.Hears(this, reply.News, reply);
        }

        var again = reply is null ? Group.TakeUnanswered(Now) : Group.TakeAnswered(reply, Now);
        if (again is { } take)
        {
            _cluster.Seen(Case.TakeRepeated);
            Send(take);
        }
        else
        {
            _openTake = isLate ? _openTake : 0;
            ServeWaiting();
            SendTake();
        }

        Go();
    }

    private void Send(PullRequest pull)
    {
        var (call, sent) = (_openPull = ++_calls, Now);
        _cluster.Call(
            this,
            grain => grain.Pull(pull, reply => _cluster.Send(this, () => PullAnswered(call, sent, reply))),
            () => PullAnswered(call, sent, null));
        _cluster.Time.After(NewsDeadline, () => PullAnswered(call, sent, null));
    }

    private void PullAnswered(long call, TimeSpan sent, PullReply? reply)
    {
        if (_isOff || _openPull != call)
        {
            return;
        }

        _openPull = 0;
        if (reply is null)
        {
            Group.PullUnanswered(Now);
        }
        else
        {
            reply = _cluster.Plant.ToEdge(Group, reply);
            _cluster.Witnesses.Hears(this, reply.News, null);
            Group.PullAnswered(reply, _cluster.Plant.RoundTrip(Now - sent), Now);
        }

        ServeWaiting();
        Go();
    }

    private void Send(ReportRequest report)
    {
        var call = _openReport = ++_calls;
        _cluster.Call(
            this,
            grain => grain.Report(report, reply => _cluster.Send(this, () => ReportAnswered(call, reply))),
            () => ReportAnswered(call, null));
        _cluster.Time.After(NewsDeadline, () => ReportAnswered(call, null));
    }

    private void ReportAnswered(long call, ReportReply? reply)
    {
        if (_isOff || _openReport != call)
        {
            return;
        }

        _openReport = 0;
        if (reply is null)
        {
            Group.ReportUnanswered(Now);
        }
        else
        {
            reply = _cluster.Plant.ToEdge(Group, reply);
            _cluster.Witnesses.Hears(this, reply.News, null);
            Group.ReportAnswered(reply, Now);
        }

        Go();
    }

    /// <summary>The members whose probe is ordered and has not ended.</summary>
    public HashSet<string> Probing { get; } = [];

    private void Probe(ProbeOrder order)
    {
        Probing.Add(order.Member);
        if (order.Ask != 0)
        {
            _cluster.Seen(Case.OpinionByProbe);
        }

        // It may have to wait for its turn among other probes.
        _cluster.Time.After(_cluster.Time.Chance(0.1) ? _cluster.Time.Between(0, 1500) : TimeSpan.Zero, () =>
        {
            if (_isOff)
            {
                return;
            }

            if (!Group.MayBegin(order, Now))
            {
                Probed(order, ProbeResult.Unknown);
                return;
            }

            _cluster.Witnesses.Tries(this, order.Member, order.Routing, byProbe: true);
            var (code, stage) = Backends.Meets(_cluster.Backends.Of(Node, order.Member));
            var fails = code != 0 && stage <= order.Stage;
            var takes = !fails ? _cluster.Time.Between(0.3, 10)
                : code is 101504 or 101508 ? _cluster.Scenario.Rules.Health?.Timeout ?? TimeSpan.FromSeconds(1)
                : _cluster.Time.Between(0.3, 5);
            _cluster.Time.After(takes, () => Probed(order, _cluster.Plant.Probed(order, fails ? ProbeResult.Failed(code, stage) : ProbeResult.Fine)));
        });
    }

    private void Probed(ProbeOrder order, ProbeResult result)
    {
        Probing.Remove(order.Member);
        if (!_isOff)
        {
            if (_cluster.Trace.IsKept)
            {
                _cluster.Note(Node, $"probe of {order.Member} to {order.Stage}: {result.Kind} {result.ErrorCode} (permit {order.Routing.Permit}, ask {order.Ask})");
            }

            Group.Probed(order, result, Now);
            Go();
        }
    }
}
