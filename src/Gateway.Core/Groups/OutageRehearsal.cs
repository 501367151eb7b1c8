using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Endpoints;
using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>
/// Plays one outage through, from the first failed try to the trial that ends it, with two edges and a grain in memory. A process
/// does so when it starts: the runtime compiles code when it first runs, and that would else fall into its first real outage.
/// </summary>
public sealed class OutageRehearsal
{
    private static readonly TimeSpan Suspension = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly GroupMachine _grain;
    private readonly (Guid Id, EdgeGroup Group)[] _edges;
    private readonly ProbeResult _refused;
    private readonly List<MemberState> _states = [];
    private TimeSpan _now;

    private OutageRehearsal(int errorCode)
    {
        var members = ImmutableArray.Create(new GroupMember("a", 1), new GroupMember("b", 1));
        var rules = MemberRules.Default with { Suspend = SuspensionPolicy.Default with { Initial = Suspension } };
        var definition = new GroupDefinition("rehearsal", "load_balance", members)
        {
            Rules = GroupRules.Default with { Members = members.ToFrozenDictionary(member => member.Id, _ => rules) },
        };
        _refused = ProbeResult.Failed(errorCode, FailureStage.Connect);
        _grain = new GroupMachine(new Epoch(1, 1), new GroupRecord());
        _grain.Adopt(definition, 1);
        var plan = new GroupPlan(definition, CursorScope.Cluster, Lookahead: null, Revision: 1);
        _edges = [.. Enumerable.Range(1, 2).Select(i => (new Guid(i, 0, 0, new byte[8]), new EdgeGroup(plan, new Guid(i, 0, 0, new byte[8]), $"{i}", (ulong)i)))];
    }

    /// <summary>Plays it.</summary>
    /// <param name="errorCode">What the member's tries fail with.</param>
    /// <returns>The states that the member went through.</returns>
    public static IReadOnlyList<MemberState> Play(int errorCode)
    {
        var play = new OutageRehearsal(errorCode);

        // Six seconds of peace: an activation deals no trials in its first five.
        play.Pass(TimeSpan.FromSeconds(6), play._refused);
        var finder = play._edges[0].Group;
        if (finder.TryPickAnother(["b"], play._now, out var pick))
        {
            finder.Failed(pick, errorCode, FailureStage.Connect, play._now);
        }

        play.Pass(Suspension + TimeSpan.FromSeconds(5), ProbeResult.Fine);
        return play._states;
    }

    private void Pass(TimeSpan length, ProbeResult trial)
    {
        for (var end = _now + length; _now < end; _now += Pause)
        {
            // A call may give another edge something to do: asked, answered and judged within three rounds.
            for (var round = 0; round < 3; round++)
            {
                foreach (var (_, edge) in _edges)
                {
                    Turn(edge, trial);
                }
            }

            _grain.Tick(_now);
            Tell();
            _grain.Written(_now);
        }
    }

    private void Turn(EdgeGroup edge, ProbeResult trial)
    {
        if (edge.NextPull(_now) is { } pull)
        {
            edge.PullAnswered(_grain.Pull(pull, _now), TimeSpan.Zero, _now);
        }

        if (edge.TryPick(true, _now, out var pick) == PickOutcome.Wait && edge.NextTake(1, _now) is { } take)
        {
            edge.TakeAnswered(_grain.Take(take, _now), _now);
            edge.TryServe(true, _now, out pick);
        }

        if (pick.Member == "b")
        {
            edge.Succeeded(pick, _now);
        }

        while (edge.NextProbe(_now) is { } order)
        {
            edge.Probed(order, order.Ask != 0 ? _refused : trial, _now);
        }

        if (edge.NextReport(_now) is { } report)
        {
            edge.ReportAnswered(_grain.Report(report, _now), _now);
        }

        Tell();
        edge.TakeVerdictChanges();
    }

    private void Tell()
    {
        _states.AddRange(_grain.TakeEvents().Where(happened => happened.To != happened.From).Select(happened => happened.To));
        foreach (var (to, news) in _grain.TakeNudges(_now))
        {
            Array.Find(_edges, edge => edge.Id == to).Group.Nudged(news, _now);
        }
    }
}
