using System.Text;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Explaining;

/// <summary><c>POST /v1/explain</c>: the member that a group would pick, and why not the others.</summary>
public sealed class ExplainGroupTests : IAsyncLifetime
{
    private ScriptedBackend[] _backends = null!;

    public async Task InitializeAsync() =>
        _backends = [await ScriptedBackend.StartAsync("a"), await ScriptedBackend.StartAsync("b"), await ScriptedBackend.StartAsync("c")];

    public async Task DisposeAsync()
    {
        foreach (var backend in _backends)
        {
            await backend.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_member_it_names_is_the_one_that_the_next_request_gets_and_asking_moves_nothing()
    {
        await using var edge = await StartAsync();
        for (var i = 0; i < 7; i++)
        {
            await edge.ExplainAsync("GET /pets/1/x");
            var told = await edge.ExplainAsync("GET /pets/1/x?q=1");
            var answer = await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x?q=1");

            Assert.Equal(("sent", answer.Values("X-Gateway-Member")[0]), (told.Text("outcome"), told.Text("member")));
            Assert.Equal($"{_backends["abc".IndexOf(told.Text("member")![0])].Url}/x?q=1", told.Text("url"));
            var group = told.GetProperty("groups")[0];
            Assert.Equal(answer.Values("X-Gateway-Slot")[0], $"{group.GetProperty("epoch")}.{group.GetProperty("offset")}");
        }

        Assert.Equal(7, _backends.Sum(backend => backend.Requests.Count));
    }

    [Fact]
    public async Task Each_other_member_has_its_reason()
    {
        await using var edge = await StartAsync();
        await SayAsync(edge, "suspend", "a", """{"forMs":90000}""");
        await SayAsync(edge, "drain", "b", "{}");
        await Wait.UntilAsync(async () => (await edge.ExplainAsync("GET /pets/1/x")).Members()[1].Contains("drains", StringComparison.Ordinal), "b is not drained");

        var members = (await edge.ExplainAsync("GET /pets/1/x")).Members();

        Assert.Matches(@"^a: suspended for (90|8\d) s more by an operator$", members[0]);
        Assert.Equal("b: an operator drains it", members[1]);
        Assert.StartsWith("c*: ", members[2], StringComparison.Ordinal);

        await SayAsync(edge, "suspend", "c", "{}");
        await Wait.UntilAsync(async () => (await edge.ExplainAsync("GET /pets/1/x")).Text("outcome") == "refused", "c is not suspended");
        Assert.Equal((503, "303000"), (await edge.ExplainAsync("GET /pets/1/x")).Fault());
        Assert.Equal(503, (await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x")).Status);
    }

    [Fact]
    public async Task A_session_names_its_member_whatever_the_turn_is()
    {
        await using var edge = await StartAsync("session = { type = \"cookie\", name = \"S\" }");
        var first = await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x");
        var cookie = first.Values("Set-Cookie")[0].Split(';')[0];

        for (var i = 0; i < 4; i++)
        {
            var told = await edge.ExplainAsync("GET /pets/1/x", null, $"Cookie: {cookie}");

            Assert.Equal(first.Values("X-Gateway-Member")[0], told.Text("member"));
            Assert.Contains("session", told.GetProperty("groups")[0].Text("why"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_group_within_a_group_is_gone_through_to_the_backend()
    {
        await using var edge = await TestEdge.StartAsync(
            Endpoints() + Toml.Group("inner", ["a", "b"]) + Toml.Group("outer", ["inner"]) + Toml.Api("pets", "outer"), "debug_headers = true");
        await edge.WaitForClusterAsync();
        await edge.WaitForGroupsAsync();

        var told = await edge.ExplainAsync("GET /pets/1/x");

        Assert.Equal(["outer", "inner"], told.GetProperty("groups").EnumerateArray().Select(group => group.Text("name")!));
        Assert.Equal((await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x")).Values("X-Gateway-Member")[0], told.Text("member"));
    }

    [Fact]
    public async Task Chance_names_nobody_and_a_key_names_its_member()
    {
        await using var chance = await StartAsync("algorithm = \"random\"");
        var open = await chance.ExplainAsync("GET /pets/1/x");
        Assert.Equal(("open", null), (open.Text("outcome"), open.Text("member")));
        Assert.All(open.Members(), member => Assert.Contains("it may be this one: weight 1", member, StringComparison.Ordinal));

        await using var keyed = await StartAsync("algorithm = \"hash\"\nhash = { header = \"X-User\" }");
        foreach (var user in new[] { "ann", "bob", "eve", "joe" })
        {
            var told = await keyed.ExplainAsync("GET /pets/1/x", null, $"X-User: {user}");
            Assert.Equal((await RawConnection.GetAsync(keyed.HttpPort, "/pets/1/x", $"X-User: {user}")).Values("X-Gateway-Member")[0], told.Text("member"));
        }
    }

    private async Task<TestEdge> StartAsync(string keys = "")
    {
        var edge = await TestEdge.StartAsync(
            Endpoints() + Toml.Group("pets", ["a", "b", "c"], keys) + Toml.Api("pets", "pets"), "debug_headers = true");
        await edge.WaitForClusterAsync();
        await edge.WaitForGroupsAsync();
        return edge;
    }

    private string Endpoints() => Toml.Endpoint("a", _backends[0].Url) + Toml.Endpoint("b", _backends[1].Url) + Toml.Endpoint("c", _backends[2].Url);

    private static async Task SayAsync(TestEdge edge, string word, string member, string body)
    {
        using var client = new HttpClient { BaseAddress = edge.Management };
        using var response = await client.PostAsync($"/v1/groups/pets/members/{member}/{word}", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
