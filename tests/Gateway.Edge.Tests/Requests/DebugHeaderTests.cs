using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Requests;

public sealed class DebugHeaderTests
{
    [Fact]
    public async Task With_debug_headers_an_answer_names_endpoint_member_attempts_slot_and_node()
    {
        await using var a = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", a.Url) + Toml.Group("pets", ["a"], "lookahead = 0") + Toml.Api("pets", "pets"), "debug_headers = true");
        await edge.WaitForClusterAsync();
        using var answer = await edge.Http.GetAsync("/pets/1/x");
        Assert.Equal("pets", Value(answer, "X-Gateway-Endpoint"));
        Assert.Equal("a", Value(answer, "X-Gateway-Member"));
        Assert.Equal("1", Value(answer, "X-Gateway-Attempts"));
        Assert.Matches("-[0-9]+$", Value(answer, "X-Gateway-Node"));

        // A group of one takes no turns.
        Assert.Equal("local", Value(answer, "X-Gateway-Slot"));
    }

    [Fact]
    public async Task The_slots_of_one_edge_in_exact_order_are_gap_free()
    {
        await using var a = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", a.Url) + Toml.Endpoint("b", a.Url) + Toml.Group("pets", ["a", "b"], "lookahead = 0") + Toml.Api("pets", "pets"),
            "debug_headers = true");
        await Wait.UntilAsync(
            async () =>
            {
                using var answer = await edge.Http.GetAsync("/pets/1/x");
                return answer.Headers.Contains("X-Gateway-Slot");
            },
            "no slot");
        var slots = new List<(long Epoch, long Offset)>();
        for (var i = 0; i < 50; i++)
        {
            using var answer = await edge.Http.GetAsync("/pets/1/x");
            var parts = Value(answer, "X-Gateway-Slot").Split('.').Select(long.Parse).ToArray();
            slots.Add((parts[0], parts[1]));
        }

        Assert.Single(slots.Select(slot => slot.Epoch).Distinct());
        Assert.Equal(Enumerable.Range(0, 50).Select(i => slots[0].Offset + i), slots.Select(slot => slot.Offset));
    }

    private static string Value(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));
}
