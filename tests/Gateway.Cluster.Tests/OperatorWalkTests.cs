using System.Diagnostics;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>What an operator does on an ordinary day, with the programs themselves: three silos, four edges, Redis, and <c>gateway</c>.</summary>
public sealed class OperatorWalkTests(ITestOutputHelper output) : IDisposable
{
    private const string Path = "/pets/1.0.0/x";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-walk-").FullName;

    [RequiresFact(RedisProcess.Program)]
    public async Task Check_plan_apply_a_node_away_rollback_suspend_resume_and_explain_cost_no_request()
    {
        await using var cluster = await GatewayCluster.PrepareAsync(lookahead: 0);
        await cluster.StartSiloAsync();
        await cluster.StartNodesAsync(edges: 4);
        var history = new History();
        await using (var load = new SteadyLoad(cluster, history, perSecond: 100))
        await using (new ReadinessBalancer(cluster, load))
        {
            await RefuseAsync(cluster);
            await ApplyAsync(cluster);
            await ApplyWithoutOneAsync(cluster);
            await RollBackAsync(cluster);
            await SayAsync(cluster, "suspend", "suspended");
            await SayAsync(cluster, "resume", "active");
            await load.StopAsync();
        }

        output.WriteLine($"{history}");
        await ExplainAsync(cluster, history);
        history.AssertNoError();
        history.AssertNoSlotTwice();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task RefuseAsync(GatewayCluster cluster)
    {
        var bad = Write("bad.toml", $"{cluster.Catalog}".Replace("weight = 1", "weigth = 1", StringComparison.Ordinal)
            .Replace("\"c\"]", "\"d\"]", StringComparison.Ordinal).Replace("endpoint = \"pets\"", "endpoint = \"pest\"", StringComparison.Ordinal));
        foreach (var command in (string[])["check", "plan", "apply"])
        {
            var refused = await GatewayCommand.RunAsync(
                command == "check" ? [command, bad] : [command, bad, "--server", cluster.Edges[0].Management.ToString()]);
            output.WriteLine(command == "check" ? refused.Text : "");
            Assert.Equal(1, refused.ExitCode);
            var errors = refused.Output.Where(line => line.Contains(": error: ", StringComparison.Ordinal)).ToArray();
            Assert.Equal(3, errors.Count(line => line.Contains("unknown key 'weigth'", StringComparison.Ordinal)));
            Assert.Single(errors, line => line.Contains("'d'", StringComparison.Ordinal));
            Assert.Single(errors, line => line.Contains("'pest'", StringComparison.Ordinal));
            Assert.Equal(5, errors.Length);
            Assert.All(errors, line => Assert.Matches(@"bad\.toml:[0-9]+:[0-9]+: error: ", line));
        }

        Assert.All(await RevisionsAsync(cluster), revision => Assert.Equal(1, revision));
    }

    private async Task ApplyAsync(GatewayCluster cluster)
    {
        var file = Write("good.toml", $"{cluster.Catalog with { ExtraContexts = ["/extra"] }}");
        var plan = await GatewayCommand.GoodAsync(cluster.Edges[1], "plan", file);
        Assert.Contains("Revision 1 runs", plan.Text, StringComparison.Ordinal);
        Assert.Contains("+ API extra 1.0.0", plan.Text, StringComparison.Ordinal);
        Assert.Contains("Every edge can serve it (4)", plan.Text, StringComparison.Ordinal);
        Assert.All(await RevisionsAsync(cluster), revision => Assert.Equal(1, revision));

        var applied = await GatewayCommand.GoodAsync(cluster.Edges[1], "apply", file, "--expect", "1");
        Assert.Contains("Revision 2 runs (1 before)", applied.Text, StringComparison.Ordinal);
        Assert.Contains("Every edge serves it (4)", applied.Text, StringComparison.Ordinal);
        Assert.All(await StatusesAsync(cluster), status => Assert.Equal(200, status));

        // Whoever planned on what ran before is told what has changed since.
        var other = Write("other.toml", $"{cluster.Catalog with { ExtraContexts = ["/other"] }}");
        var late = await GatewayCommand.RunAsync("apply", other, "--expect", "1", "--server", cluster.Edges[2].Management.ToString());
        Assert.Equal(4, late.ExitCode);
        Assert.Contains("+ API extra 1.0.0", late.Text, StringComparison.Ordinal);
    }

    private async Task ApplyWithoutOneAsync(GatewayCluster cluster)
    {
        var away = cluster.Edges[3];
        await GatewayCommand.GoodAsync(cluster.Edges[0], "drain-node", away.Id);
        Assert.Equal(503, await away.ReadinessAsync());
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        away.Process.Signal(ProcessSignal.Freeze);

        var file = Write("more.toml", $"{cluster.Catalog with { ExtraContexts = ["/extra", "/more"] }}");
        var applied = await GatewayCommand.GoodAsync(cluster.Edges[0], "apply", file);
        output.WriteLine(applied.Text);
        Assert.Contains("Revision 3 runs (2 before)", applied.Text, StringComparison.Ordinal);
        Assert.Contains("1 of 4 edges do not serve it", applied.Text, StringComparison.Ordinal);
        Assert.Matches($"{away.Id} +missing", applied.Text);

        away.Process.Signal(ProcessSignal.Thaw);
        await away.WaitForRevisionAsync(3, Soon);
        Assert.Equal(200, await away.StatusOfAsync("/more/1.0.0/x"));
        await away.WaitForModeAsync("cluster", Soon);
        await GatewayCommand.GoodAsync(cluster.Edges[0], "drain-node", away.Id, "--undo");
        Assert.Equal(200, await away.ReadinessAsync());
    }

    private static async Task RollBackAsync(GatewayCluster cluster)
    {
        var back = await GatewayCommand.GoodAsync(cluster.Edges[2], "rollback", "1");
        Assert.Contains("Revision 4 runs (3 before)", back.Text, StringComparison.Ordinal);
        Assert.Contains("Every edge serves it (4)", back.Text, StringComparison.Ordinal);
        Assert.All(await StatusesAsync(cluster), status => Assert.Equal(404, status));
        var unknown = await GatewayCommand.RunAsync("rollback", "99", "--server", cluster.Edges[2].Management.ToString());
        Assert.NotEqual(0, unknown.ExitCode);
        Assert.Contains("99", unknown.Text, StringComparison.Ordinal);
        Assert.All(await RevisionsAsync(cluster), revision => Assert.Equal(4, revision));
    }

    // From the first edge that shows it, which is the asked one or a faster one, to the last.
    private async Task SayAsync(GatewayCluster cluster, string word, string state)
    {
        var seen = Task.WhenAll(cluster.Edges.Select(edge => SeenAtAsync(edge, state)));
        await GatewayCommand.GoodAsync(cluster.Edges[0], word, "pets/b", "--reason", "walk");
        var answered = Stopwatch.GetTimestamp();
        var times = await seen.WaitAsync(Soon);
        var spread = Stopwatch.GetElapsedTime(times.Min(), times.Max());
        output.WriteLine($"{word}: the last edge shows it {spread.TotalMilliseconds:0} ms after the first");
        Assert.InRange(spread, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.True(Stopwatch.GetElapsedTime(answered, times.Max()) < TimeSpan.FromSeconds(1), "an edge shows it long after the command has ended");
    }

    private static async Task<long> SeenAtAsync(EdgeUnderTest edge, string state)
    {
        while (await edge.StateOfAsync("b") != state)
        {
            await Task.Delay(2);
        }

        return Stopwatch.GetTimestamp();
    }

    // No edge has a turn in stock: each has to ask the grain whose turn is next, whoever took the last one.
    private async Task ExplainAsync(GatewayCluster cluster, History history)
    {
        var client = new Client(cluster, history);
        for (var edge = 0; edge < 4; edge++)
        {
            await client.SendAsync((edge + 1) % 4);
            var told = (await GatewayCommand.GoodAsync(cluster.Edges[edge], "explain", "GET", Path, "--output", "json")).Json;
            var group = told.GetProperty("groups")[0];
            await client.SendAsync((edge + 2) % 4);
            var taken = history.Answers.Last();
            Assert.Equal(
                (taken.Member, taken.Slot),
                (told.GetProperty("member").GetString(), new Slot(group.GetProperty("epoch").GetInt64(), group.GetProperty("offset").GetInt64())));
            Assert.Contains("the cluster's next", group.GetProperty("why").GetString(), StringComparison.Ordinal);
            Assert.All(
                group.GetProperty("members").EnumerateArray().Where(member => !member.GetProperty("chosen").GetBoolean()),
                member => Assert.Equal("it is another member's turn", member.GetProperty("why").GetString()));
        }

        await GatewayCommand.GoodAsync(cluster.Edges[0], "suspend", "pets/b", "--reason", "walk", "--for", "10m");
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("b", "suspended", Soon)));
        var text = await GatewayCommand.GoodAsync(cluster.Edges[3], "explain", "GET", Path);
        output.WriteLine(text.Text);
        Assert.Matches("(?m)^.*b \\(suspended\\): suspended for [0-9]+ s more", text.Text);
        Assert.Single(text.Output, line => line.Contains("-> ", StringComparison.Ordinal));
        await GatewayCommand.GoodAsync(cluster.Edges[0], "resume", "pets/b");
    }

    private string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static Task<long[]> RevisionsAsync(GatewayCluster cluster) => Task.WhenAll(cluster.Edges.Select(edge => edge.RevisionAsync()));

    private static Task<int[]> StatusesAsync(GatewayCluster cluster) =>
        Task.WhenAll(cluster.Edges.Select(edge => edge.StatusOfAsync("/extra/1.0.0/x")));
}
