using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Groups;

/// <summary>The rehearsal of an outage in a running edge: through to its end, and nobody notices.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public async Task It_comes_to_its_end_and_leaves_no_trace_in_metrics_and_log_and_no_member_out_of_use()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(Toml.Endpoint("a", backend.Url) + Toml.Api("pets", "a"));
        await edge.WaitForRehearsalAsync();

        Assert.DoesNotContain(edge.Log.Lines, line => line.StartsWith("RehearsalFailed", StringComparison.Ordinal) || line.StartsWith("Member", StringComparison.Ordinal));
        Assert.Equal(0, await edge.MetricAsync("gateway_attempts_total"));
        Assert.Equal(200, (await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x")).Status);
        Assert.Equal(1, backend.Count);
    }
}
