using System.Text;
using System.Text.Json;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>Passwords of the catalog in a cluster of processes: in Redis, on an edge's disk, and where nodes do not have the same key.</summary>
public sealed class SealedSecretsTests
{
    private const string Password = "hunter2-of-the-backends";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [RequiresFact(RedisProcess.Program)]
    public async Task No_password_lies_in_Redis_or_on_a_disk_and_a_node_with_another_key_says_so_and_goes_on()
    {
        await using var cluster = await GatewayCluster.PrepareAsync(appendOnly: true);
        var plain = cluster.Catalog;
        cluster.Catalog = plain with { MemberKeys = $"security = {{ type = \"basic\", username = \"gina\", password = \"{Password}\" }}" };
        await cluster.StartSiloAsync();
        var first = cluster.AddEdge();
        first.Start();
        await first.WaitForRevisionAsync(1, GatewayCluster.Patience);
        await first.Process.WaitUntilAsync(() => Task.FromResult(Kept(first).Length > 0), "a last good revision", Soon);

        // The edge has it; Redis and the disk do not. The edge's own file is what its owner wrote.
        Assert.Equal(200, await first.StatusOfAsync("/pets/1.0.0/x"));
        var sent = cluster.Backends.SelectMany(backend => backend.Requests).Last(request => request.Target.Contains("/x", StringComparison.Ordinal));
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"gina:{Password}"))}", sent.Headers["Authorization"].ToString());
        await first.Process.WaitUntilAsync(
            async () => (await cluster.Redis.OnDiskAsync()).Contains("$sealed{", StringComparison.Ordinal), "sealed passwords in Redis", Soon);
        var stored = await cluster.Redis.OnDiskAsync();
        Assert.Contains("http://", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, Kept(first), StringComparison.Ordinal);

        // The same file planned is no change, however often it is sealed.
        using var management = new HttpClient { BaseAddress = cluster.Silos[0].Management, Timeout = TimeSpan.FromSeconds(30) };
        using var content = new StringContent(cluster.Catalog.ToString(), Encoding.UTF8, "application/toml");
        using var planned = await management.PutAsync("/v1/config?dryRun=plan", content);
        Assert.Equal("unchanged", JsonDocument.Parse(await planned.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetString());

        // Another key: its file is refused with both keys' names, it serves that file, and adopts nothing that it cannot open.
        var other = cluster.AddEdge(plain with { MemberKeys = cluster.Catalog.MemberKeys.Replace(Password, "another-password", StringComparison.Ordinal) });
        other.WriteRaw((await File.ReadAllTextAsync(other.Configuration)).Replace("the key of this cluster", "another key than the cluster's", StringComparison.Ordinal));
        other.Start();
        await other.Process.WaitForLineAsync("its secrets are sealed with the cluster's key", GatewayCluster.Patience);
        await other.Process.WaitForLineAsync("The cluster refuses this node's catalog", Soon);
        await other.Process.WaitUntilAnswersAsync(new Uri(other.Http, "/pets/1.0.0/y"), Soon);
        Assert.Equal((1, 0), (await first.RevisionAsync(), await other.RevisionAsync()));
        Assert.DoesNotContain(other.Process.Output, line => line.Contains("another-password", StringComparison.Ordinal));
    }

    [RequiresFact(RedisProcess.Program)]
    public async Task What_an_edge_has_kept_is_no_revision_of_a_cluster_that_was_set_up_anew()
    {
        await using var cluster = await GatewayCluster.PrepareAsync();
        await cluster.StartSiloAsync();
        var edge = cluster.AddEdge();
        edge.Start();
        await edge.WaitForRevisionAsync(1, GatewayCluster.Patience);
        using (var management = new HttpClient { BaseAddress = edge.Management, Timeout = TimeSpan.FromSeconds(30) })
        {
            using var content = new StringContent($"{cluster.Catalog with { ExtraContexts = ["/applied"] }}", Encoding.UTF8, "application/toml");
            using var applied = await management.PutAsync("/v1/config", content);
            Assert.Equal(200, (int)applied.StatusCode);
        }

        await edge.Process.WaitUntilAsync(
            () => Task.FromResult(Kept(edge).Contains("/applied", StringComparison.Ordinal)), "revision 2 on the disk", Soon);
        edge.Process.Signal(ProcessSignal.Terminate);
        Assert.Equal(0, await edge.Process.WaitForExitAsync(Soon));
        await edge.Process.DisposeAsync();
        cluster.Silos[0].Process.Signal(ProcessSignal.Kill);
        await cluster.Redis.FlushAsync();

        // It starts alone from its disk; then there is a cluster again, and it is another one.
        edge.Start();
        await edge.Process.WaitForLineAsync("Serving catalog revision 2", GatewayCluster.Patience);
        await cluster.StartSiloAsync();
        await edge.Process.WaitForLineAsync("is no revision of this cluster, which was set up anew since", GatewayCluster.Patience);
        await edge.WaitForRevisionAsync(1, Soon);
        Assert.Equal(404, await edge.StatusOfAsync("/applied/1.0.0/x"));
        Assert.Equal(200, await edge.StatusOfAsync("/pets/1.0.0/x"));
    }

    private static string Kept(EdgeUnderTest edge) =>
        string.Concat(Directory.EnumerateFiles(Path.GetDirectoryName(edge.Configuration)!, "last-good-*.toml", SearchOption.AllDirectories).Select(File.ReadAllText));
}
