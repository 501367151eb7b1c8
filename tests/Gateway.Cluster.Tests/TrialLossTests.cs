using System.Diagnostics;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>The silo with the group's grain dies while an edge holds the permit for a trial.</summary>
public sealed class TrialLossTests(ITestOutputHelper output)
{
    [RequiresFact(RedisProcess.Program)]
    public async Task A_silo_that_is_killed_while_a_permit_is_out_costs_at_most_a_second_trial()
    {
        await using var cluster = await GatewayCluster.StartAsync("timeout = \"4s\"\nsuspend = { initial = \"3s\" }", edges: 3);
        var history = new History();
        await using var load = new SteadyLoad(cluster, history);
        await Task.Delay(TimeSpan.FromSeconds(6));

        // Fails behind the connection: a trial is then a live request, and the backend sees it.
        var sick = cluster.Backends[0];
        sick.Script = Answers.Abort();
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("a", "suspended", TimeSpan.FromSeconds(2))));
        var trials = new TrialCount();
        sick.Script = trials.AnswerAsync;
        await trials.First.WaitAsync(TimeSpan.FromSeconds(10));
        await cluster.Silo(thatHoldsTheGroup: true).Process.KillAsync();
        await trials.Second.WaitAsync(TimeSpan.FromSeconds(30));
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("a", "active", TimeSpan.FromSeconds(10))));
        await Task.Delay(TimeSpan.FromSeconds(2));
        await load.StopAsync();

        output.WriteLine($"{history}; {trials}");
        history.AssertNoError();
        Assert.Equal(2, trials.BeforeTheEndOfTheSecond);
    }

    /// <summary>The first request is never answered, the second after a second, all others at once.</summary>
    private sealed class TrialCount
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly long _since = Stopwatch.GetTimestamp();
        private readonly List<double> _at = [];

        public Task First => _first.Task;

        public Task Second => _second.Task;

        public int BeforeTheEndOfTheSecond { get; private set; }

        public async Task AnswerAsync(Microsoft.AspNetCore.Http.HttpContext context)
        {
            int number;
            lock (_at)
            {
                _at.Add(Stopwatch.GetElapsedTime(_since).TotalSeconds);
                number = _at.Count;
            }

            if (number == 1)
            {
                _first.SetResult();
                await Answers.Never()(context);
            }
            else if (number == 2)
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
                lock (_at)
                {
                    BeforeTheEndOfTheSecond = _at.Count;
                }

                _second.SetResult();
                await Answers.Status(200, "ok")(context);
            }
            else
            {
                await Answers.Status(200, "ok")(context);
            }
        }

        public override string ToString()
        {
            lock (_at)
            {
                return $"requests at the sick backend {string.Join(", ", _at.Take(6).Select(at => $"{at:0.0}"))} s after it was left alone";
            }
        }
    }
}
