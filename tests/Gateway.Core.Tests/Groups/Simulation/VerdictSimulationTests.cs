using System.Collections.Immutable;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Simulation.Witness;

namespace Gateway.Core.Tests.Groups.Simulation;

/// <summary>
/// The grain's side alone, in virtual time: scripted edges report, answer asks, use permits, fall silent and give back; the
/// activation is replaced, and storage fails or loses its last write. One seed makes one course of events.
/// </summary>
public class VerdictSimulationTests
{
    private static readonly string[] Nodes = ["n1", "n2", "n3", "n4"];

    [Fact]
    public void Nothing_that_edges_activations_and_storage_do_breaks_an_invariant_of_the_verdict()
    {
        var (suspensions, trials, renewals) = (0, 0, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            try
            {
                var course = new Course(seed);
                for (var step = 0; step < 600; step++)
                {
                    course.Step();
                }

                (suspensions, trials, renewals) = (suspensions + course.Suspensions, trials + course.Trials, renewals + course.Activations);
            }
            catch (InvalidOperationException failure)
            {
                throw new InvalidOperationException($"Seed {seed}: {failure.Message}", failure);
            }
        }

        Assert.All([suspensions, trials, renewals], count => Assert.True(count > 400, $"{suspensions} suspensions, {trials} trials, {renewals} activations"));
    }

    [Fact]
    public void An_edge_whose_own_path_is_broken_suspends_nothing_while_another_that_can_use_the_member_is_there()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var jury = new Jury().Edges("broken", "well");
            for (var step = 0; step < 200; step++)
            {
                jury.Pass(random.Next(50, 900));
                jury.Fails("broken", "b", stage: (FailureStage)random.Next(3));
                foreach (var ask in jury.Pull("well").Asks)
                {
                    jury.Succeeds("well", "b", FailureStage.Answer, ask.Id);
                }

                Assert.True(jury.StateOf("b") == MemberState.Active, $"Seed {seed}: suspended at step {step}");
            }
        }
    }

    private sealed class Course
    {
        private readonly Random _random;
        private readonly List<(TrialPermit Permit, string Node, TimeSpan Ends)> _permits = [];
        private readonly Dictionary<string, (Guid Edge, GroupNews News)> _edges = [];
        private GroupRecord _stored = new();
        private GroupRecord _storedBefore = new();
        private GroupMachine _machine;
        private TimeSpan _now = TimeSpan.FromSeconds(1);
        private bool _storageIsUp = true;
        private Stamp _written;
        private long _seq;
        private int _edgesMade;

        public Course(int seed)
        {
            _random = new Random(seed);
            _machine = Activate();
            foreach (var node in Nodes)
            {
                Restart(node);
            }
        }

        public int Suspensions { get; private set; }

        public int Trials { get; private set; }

        public int Activations { get; private set; }

        public void Step()
        {
            _now += TimeSpan.FromMilliseconds(_random.Next(1, 400));
            var before = _machine.Snapshot;
            var node = Nodes[_random.Next(Nodes.Length)];
            switch (_random.Next(24))
            {
                case < 8:
                    Report(node);
                    break;
                case < 16:
                    Pull(node);
                    break;
                case 16 or 17:
                    Restart(node);
                    break;
                case 18:
                    _storageIsUp = !_storageIsUp;
                    break;
                case 19 when _storageIsUp && _random.Next(4) == 0:
                    Replace();
                    return;
                case 20 when _random.Next(4) == 0:
                    (_stored, _written) = (_storedBefore, default);
                    break;
                default:
                    _machine.Tick(_now);
                    break;
            }

            Store();
            Check(before);
        }

        private void Report(string node)
        {
            var (edge, news) = _edges[node];
            var verdicts = _machine.Snapshot.Verdicts;
            var member = _random.Next(verdicts.Length);
            var id = _machine.Snapshot.Members[member].Id;
            var kind = (ReportKind)_random.Next(3);
            var permit = news.Permits.FirstOrDefault(held => held.Member == id);
            var ask = news.Asks.FirstOrDefault(owed => owed.Member == id);

            // Now and then the news of another age: such evidence must count for nothing.
            var isLate = _random.Next(4) == 0;
            var item = new ReportItem(
                id, isLate ? new Epoch(_machine.Epoch.Number - 1, 0) : _machine.Epoch, verdicts[member].Gen - (isLate ? 0 : _random.Next(4) / 3), kind,
                kind == ReportKind.Failed ? 101503 : 0, (FailureStage)_random.Next(3), permit.Id, permit.Id == 0 ? ask.Id : 0);
            var counts = item.Epoch == _machine.Epoch && item.Gen == verdicts[member].Gen;
            var reply = _machine.Report(new ReportRequest(edge, node, ++_seq, _machine.Snapshot.Stamp, 1, [item]), _now);
            Claim(counts || reply.Ignored == 1, "evidence of another epoch or gen was taken");
            if (permit.Id != 0 && counts && reply.Ignored == 0)
            {
                var dealt = _permits.Find(other => other.Permit.Id == permit.Id && other.Permit.Epoch == permit.Epoch);
                Claim(_now < dealt.Ends, "the result of a permit that had run out was taken");
                _permits.Remove(dealt);
            }

            Learn(node, edge, reply.News);
        }

        private void Pull(string node)
        {
            var (edge, news) = _edges[node];
            var held = news.Permits.Where(_ => _random.Next(2) == 0).Select(permit => permit.Id).ToImmutableArray();
            var reply = _machine.Pull(new PullRequest(edge, node, _machine.Snapshot.Stamp, 1, 1000, [], held), _now);
            Learn(node, edge, reply.News);
        }

        private void Learn(string node, Guid edge, GroupNews news)
        {
            foreach (var permit in news.Permits)
            {
                var ends = _now + TimeSpan.FromMilliseconds(permit.LifeMs);
                var known = _permits.FindIndex(other => other.Permit.Id == permit.Id && other.Permit.Epoch == permit.Epoch);
                if (known >= 0)
                {
                    Claim(_permits[known].Node == node, "one permit was dealt to two edges");
                    _permits[known] = (permit, node, ends);
                    continue;
                }

                // While storage answers, over all activations: an edge may still act on what an earlier one has dealt.
                var rival = _permits.Find(other => other.Permit.Member == permit.Member && _now < other.Ends && IsStillGood(other.Permit));
                Claim(rival.Permit.Id == 0 || news.IsUnfenced || !_storageIsUp, $"two permits for {permit.Member}");
                Trials++;
                _permits.Add((permit, node, ends));
            }

            _edges[node] = (edge, news);
        }

        // Its own machine voids a permit with its gen, and says so with the next snapshot.
        private bool IsStillGood(TrialPermit permit) =>
            permit.Epoch != _machine.Epoch || _machine.Snapshot.Verdicts["abc".IndexOf(permit.Member, StringComparison.Ordinal)].Gen == permit.Gen;

        private void Restart(string node) => _edges[node] = (new Guid(++_edgesMade, 0, 0, new byte[8]), GroupNews.None);

        private void Store()
        {
            if (!_storageIsUp || (_machine.Snapshot.Stamp == _written && !(_machine.LeaseDue <= _now)))
            {
                return;
            }

            (_storedBefore, _stored, _written) = (_stored, _machine.Record(At()), _machine.Snapshot.Stamp);
            _machine.Written(_now);
        }

        private void Replace()
        {
            // While storage answers, no suspension older than one write is lost, nor its progression.
            var before = _machine.Snapshot;
            var wasStored = _stored.EpochNumber == _machine.Epoch.Number && _written == before.Stamp;
            _machine = Activate();
            for (var i = 0; wasStored && i < before.Verdicts.Length; i++)
            {
                var (was, now) = (before.Verdicts[i], _machine.Snapshot.Verdicts[i]);
                Claim(
                    was.State is not (MemberState.Suspended or MemberState.Trial) || now.State is MemberState.Suspended or MemberState.Trial,
                    "a suspension was forgotten");
                Claim(was.Suspensions == now.Suspensions, "a progression was forgotten");
            }
        }

        private GroupMachine Activate()
        {
            Activations++;
            var epoch = Epoch.After(_stored.EpochNumber, 0, (long)_now.TotalMilliseconds, _random.NextInt64());
            var machine = new GroupMachine(epoch, _stored, At());
            machine.Adopt(new GroupDefinition("group", "load_balance", Plans.Members("a b c")) { Rules = Jury.Judged("a b c") }, 1);
            (_storedBefore, _stored, _written) = (_stored, machine.Record(At()), machine.Snapshot.Stamp);
            return machine;
        }

        private void Check(GroupSnapshot before)
        {
            var after = _machine.Snapshot;
            Claim(after.Stamp >= before.Stamp, "a stamp went back");
            for (var i = 0; i < after.Verdicts.Length; i++)
            {
                var (was, now) = (before.Verdicts[i], after.Verdicts[i]);
                Claim(was.State == now.State || now.Gen > was.Gen, "a state changed within its gen");
                Claim(now.Gen == was.Gen || after.Stamp > before.Stamp, "a gen changed within its version");
                if (now.State == MemberState.Suspended && was.State is not MemberState.Suspended)
                {
                    Suspensions++;
                    Claim(now.Suspensions == was.Suspensions + 1, "one outage was counted more than once");
                }

                Claim(now.State == MemberState.Active == after.Ring.Contains(i), "the ring is not that of the available members");
            }
        }

        private GrainTime At() => new(_now, 1_000_000_000_000 + (long)_now.TotalMilliseconds);
    }
}
