using System.Net.Http.Headers;
using System.Text;
using Gateway.Core.Configuration.Revisions;
using Gateway.Core.Configuration.Sealing;
using Gateway.Grains.Catalog;

namespace Gateway.Management.Tests.Revisions;

/// <summary><c>PUT /v1/config</c>: checks, plans and applies.</summary>
public sealed class ApplyRoutesTests : ChangeTests
{
    [Fact]
    public async Task A_catalog_is_applied_when_every_edge_has_looked_at_it_and_answered_when_every_edge_serves_it()
    {
        await using var node = await StartAsync();
        var looks = 0;
        node.Cluster.Verdicts = _ => ++looks < 3 ? [] : [new EdgeVerdict("edge-1", [])];
        node.Cluster.Edges = () => Edges(Proposals.Count == 0 ? 7 : ++looks < 6 ? 7 : 8);

        var (status, answer) = await PutAsync(node, "", "[server]\noffset = 3\n" + Next);

        Assert.Equal(200, status);
        Assert.Equal(("applied", 8, 7, true), (Text(answer, "status"), answer.GetProperty("revision").GetInt32(), answer.GetProperty("before").GetInt32(), answer.GetProperty("complete").GetBoolean()));
        Assert.Equal("""["server"]""", answer.GetProperty("notApplied").GetRawText());
        Assert.Equal("""[{"change":"added","name":"Cats","version":"1","keys":[]}]""", answer.GetProperty("difference").GetProperty("apis").GetRawText());
        Assert.Equal((6, 0L, "edge-1", true, new RevisionOrigin(RevisionCause.Apply, "loopback", "127.0.0.1", 0)),
            Proposals.Single() is var made ? (looks, made.Expect, made.Node, made.Wins, made.Origin) : default);
    }

    [Fact]
    public async Task What_goes_to_the_cluster_is_sealed()
    {
        var key = new CatalogSealing("the cluster's key, which has 32 c"u8);
        await using var node = await StartAsync(sealing: key);

        var (status, _) = await PutAsync(node, "", Next.Replace(
            "url = \"http://a\"\n", "url = \"https://a\"\nsecurity = { type = \"basic\", username = \"gina\", password = \"hunter2\" }\n", StringComparison.Ordinal));

        var proposed = Proposals.Single();
        Assert.Equal((200, key.KeyId), (status, CatalogSecrets.KeyIdOf(proposed.Text)));
        Assert.DoesNotContain("hunter2", proposed.Text, StringComparison.Ordinal);
        Assert.Equal(proposed.Hash, key.Open("x", proposed.Text, proposed.Hash).Value?.Bundle.Hash);
    }

    [Fact]
    public async Task A_plan_says_the_difference_and_proposes_nothing()
    {
        await using var node = await StartAsync();

        var (status, answer) = await PutAsync(node, "?dryRun=plan&expect=7", Next);

        Assert.Equal((200, "planned", 7), (status, Text(answer, "status"), answer.GetProperty("revision").GetInt32()));
        Assert.Equal(1, answer.GetProperty("difference").GetProperty("apis").GetArrayLength());
        Assert.Empty(Proposals);
    }

    [Fact]
    public async Task A_check_asks_nobody()
    {
        await using var node = await TestNode.StartAsync();
        node.Cluster.IsConnected = false;

        var (status, answer) = await PutAsync(node, "?dryRun=check", Next);

        Assert.Equal((200, "checked"), (status, Text(answer, "status")));
    }

    [Fact]
    public async Task The_same_catalog_changes_nothing()
    {
        await using var node = await StartAsync();

        var (status, answer) = await PutAsync(node, "?expect=3", "# a remark\n" + Running);

        Assert.Equal((200, "unchanged", 7), (status, Text(answer, "status"), answer.GetProperty("revision").GetInt32()));
        Assert.Empty(Proposals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_revision_that_has_moved_on_is_409_with_what_has_changed_since(bool onlyAtTheEnd)
    {
        await using var node = await StartAsync();
        node.Cluster.Bundles[6] = new KeptBundle(6, "h6", Running.Replace("\"/pets\"", "\"/animals\"", StringComparison.Ordinal));
        node.Cluster.Bundles[7] = node.Cluster.Bundles[6] with { Number = 7 };
        node.Cluster.Propose = _ => new CatalogAnswer(CatalogStatus.MovedOn, 8, "h8", null, "edge-2", default, []);

        var (status, problem) = await PutAsync(node, onlyAtTheEnd ? "?expect=7" : "?expect=6", Next);

        Assert.Equal(409, status);
        Assert.Equal($"Revision {(onlyAtTheEnd ? 8 : 7)} is the running one now. Look at what has changed, then try again with expect={(onlyAtTheEnd ? 8 : 7)}.", Text(problem, "detail"));
        Assert.Equal("""[{"change":"changed","name":"Pets","version":"1","keys":["context"]}]""", problem.GetProperty("difference").GetProperty("apis").GetRawText());
    }

    [Fact]
    public async Task An_edge_that_cannot_serve_it_refuses_it_for_all()
    {
        await using var node = await StartAsync();
        node.Cluster.Edges = () => new EdgesReply(true, [new("edge-1", 7, "", 0), new("edge-2", 7, "", 0)]);
        node.Cluster.Verdicts = _ => [new EdgeVerdict("edge-2", ["a: error: $env{X} is not set"])];

        var (status, problem) = await PutAsync(node, "", Next);

        Assert.Equal(422, status);
        Assert.StartsWith("edge-2 cannot serve it, so nothing has changed.", Text(problem, "detail"), StringComparison.Ordinal);
        Assert.Equal("""[{"id":"edge-2","state":"refused","revision":7,"seenMsAgo":0,"detail":"a: error: $env{X} is not set"}]""", problem.GetProperty("edges").GetRawText());
        Assert.Empty(Proposals);
    }

    [Fact]
    public async Task An_edge_that_is_not_heard_of_holds_up_nothing_and_is_named()
    {
        await using var node = await StartAsync();
        node.Cluster.Edges = () => new EdgesReply(true, [new("edge-1", Proposals.Count == 0 ? 7 : 8, "", 0), new("edge-2", 7, "", 13_000)]);

        var (status, answer) = await PutAsync(node, "", Next);

        Assert.Equal((200, "applied", false, """["edge-2"]"""), (status, Text(answer, "status"), answer.GetProperty("complete").GetBoolean(), answer.GetProperty("missing").GetRawText()));
    }

    [Fact]
    public async Task A_configuration_that_does_not_check_out_is_told_with_every_problem_and_its_place()
    {
        await using var node = await StartAsync();

        var (status, problem) = await PutAsync(node, "", Running + "[[endpoint]]\nname = \"b\"\nurl = \"nowhere\"\n[[endpoint]]\nname = \"c\"\n");

        Assert.Equal((422, "It does not check out: 2 errors. Nothing has changed."), (status, Text(problem, "detail")));
        Assert.Equal([("deployment.toml", 11), ("deployment.toml", 12)], problem.GetProperty("problems").EnumerateArray().Select(line => (Text(line, "file")!, line.GetProperty("line").GetInt32())));
        Assert.Empty(Proposals);
    }

    [Theory]
    [InlineData("?dryRun=maybe", "dryRun is check or plan.")]
    [InlineData("?expect=0", "expect is the number of the revision")]
    [InlineData("?expect=x", "expect is the number of the revision")]
    [InlineData("?strict=perhaps", "strict is true or false.")]
    [InlineData("?force=true", "The query may hold dryRun, expect, strict.")]
    [InlineData("?expect=1&expect=2", "stands twice")]
    public async Task A_query_that_does_not_fit_is_refused(string query, string reason)
    {
        await using var node = await StartAsync();

        var (status, problem) = await PutAsync(node, query, Next);

        Assert.Equal(400, status);
        Assert.Contains(reason, Text(problem, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grain_that_does_not_answer_changes_nothing_and_says_so()
    {
        await using var node = await StartAsync();
        node.Cluster.IsConnected = false;
        Assert.Equal((503, "The catalog's grain does not answer, so nothing has changed. Try again, or ask another node."),
            await PutAsync(node, "", Next) is var away ? (away.Status, Text(away.Body, "detail")) : default);

        node.Cluster.IsConnected = true;
        node.Cluster.Propose = _ => throw new TimeoutException();
        Assert.Contains("it is not known whether the revision has been stored", Text((await PutAsync(node, "", Next)).Body, "detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/toml", "operator", 200)]
    [InlineData("application/toml", "reader", 403)]
    [InlineData("application/toml", null, 401)]
    [InlineData("text/plain", "operator", 415)]
    [InlineData("application/json", "operator", 415)]
    public async Task A_change_is_an_operators_and_no_forms(string type, string? token, int expected)
    {
        await using var node = await StartAsync(TestNode.Settings(token: "operator", readToken: "reader"));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/config") { Content = Body(Encoding.UTF8.GetBytes(Next), type) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

        using var answer = await node.Client.SendAsync(request);

        Assert.Equal(expected, (int)answer.StatusCode);
        Assert.Equal(expected == 200 ? ["token"] : [], Proposals.Select(proposal => proposal.Origin.Who));
    }
}
