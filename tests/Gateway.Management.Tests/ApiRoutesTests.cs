using System.Net.Http.Headers;
using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Moves;
using Gateway.Core.Configuration.Revisions;
using Gateway.Core.Routing;
using Gateway.Grains.Catalog;
using Gateway.Management.Views;

namespace Gateway.Management.Tests;

/// <summary><c>GET /v1/apis</c> and <c>POST /v1/apis/{name}/{version}/lifecycle</c>.</summary>
public sealed class ApiRoutesTests
{
    private const string Pets = "/v1/apis/Pets/1.0.0/lifecycle";

    private static readonly MoveReply Blocked = new(MoveStatus.Moved, Lifecycle.Published, Lifecycle.Blocked, LifecycleAction.Block, 8, "", "");

    private readonly List<(ApiMove Move, string Node, string Reason)> _asked = [];

    [Fact]
    public async Task APIs_are_told_with_their_state_and_what_may_be_done_next()
    {
        await using var node = await StartAsync(Blocked);

        var (status, body) = await node.GetAsync("/v1/apis?limit=1");

        Assert.Equal(200, status);
        Assert.Equal(
            """
            {"view":"local","revision":7,"total":2,"offset":0,"limit":1,"apis":[{"name":"Pets","version":"1.0.0","context":"/pets/1.0.0","lifecycle":"BLOCKED",
            "defaultVersion":true,"endpoint":"a","sandboxEndpoint":null,"security":"required","transports":["https"],"resources":1,
            "next":[{"action":"Deprecate","state":"DEPRECATED"},{"action":"Re-Publish","state":"PUBLISHED"}]}]}
            """.ReplaceLineEndings(""), body);
        Assert.Contains("\"apis\":[{\"name\":\"Cats & Dogs\"", (await node.GetAsync("/v1/apis?offset=1")).Body, StringComparison.Ordinal);
        Assert.Equal(400, (await node.GetAsync("/v1/apis?limit=0")).Status);
    }

    [Fact]
    public async Task Any_node_tells_the_clusters_revision_even_before_it_serves_it()
    {
        await using var node = await StartAsync(Blocked);
        var newer = Text.Replace("lifecycle = \"BLOCKED\"\n", "", StringComparison.Ordinal);
        node.Cluster.ReadCatalog = (_, _) => ValueTask.FromResult(new CatalogAnswer(CatalogStatus.Current, 8, "h", newer, "edge-2", default, []));

        var (_, body) = await node.GetAsync("/v1/apis");

        Assert.StartsWith("{\"view\":\"cluster\",\"revision\":8,", body, StringComparison.Ordinal);
        Assert.DoesNotContain("BLOCKED\"", body.Split("\"next\"")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_catalog_there_is_nothing_to_tell()
    {
        await using var node = await StartAsync(Blocked);
        node.Catalogs.Revision = null;

        Assert.Equal(503, (await node.GetAsync("/v1/apis")).Status);
    }

    [Theory]
    [InlineData("""{"state":"BLOCKED"}""", Lifecycle.Blocked, null, 0, "")]
    [InlineData("""{"state":"blocked","expect":7,"reason":"leak"}""", Lifecycle.Blocked, null, 7, "leak")]
    [InlineData("""{"action":"Re-Publish"}""", null, LifecycleAction.RePublish, 0, "")]
    public async Task A_move_reaches_the_catalogs_grain(string body, Lifecycle? state, LifecycleAction? action, long expect, string reason)
    {
        await using var node = await StartAsync(Blocked);

        var (status, answer) = await SayAsync(node, Pets, body);

        Assert.Equal(200, status);
        Assert.Equal(
            """
            {"name":"Pets","version":"1.0.0","from":"PUBLISHED","lifecycle":"BLOCKED","action":"Block","changed":true,"revision":8,"defaultTakenFrom":null,
            "next":[{"action":"Deprecate","state":"DEPRECATED"},{"action":"Re-Publish","state":"PUBLISHED"}]}
            """.ReplaceLineEndings(""), answer);
        var origin = new RevisionOrigin(RevisionCause.Move, "loopback", "127.0.0.1", 0);
        Assert.Equal([(new ApiMove("Pets", "1.0.0", state, action, expect) { Origin = origin }, "edge-1", reason)], _asked);
    }

    [Fact]
    public async Task A_name_may_hold_what_an_address_must_escape()
    {
        await using var node = await StartAsync(Blocked);

        await SayAsync(node, "/v1/apis/Cats%20%26%20Dogs%2FÜ/1/lifecycle", """{"state":"BLOCKED"}""");

        Assert.Equal("Cats & Dogs/Ü", Assert.Single(_asked).Move.Name);
    }

    [Theory]
    [InlineData(MoveStatus.NoSuchApi, 404)]
    [InlineData(MoveStatus.Refused, 409)]
    [InlineData(MoveStatus.RevisionMovedOn, 409)]
    [InlineData(MoveStatus.NoCatalog, 503)]
    public async Task A_refusal_is_a_problem_with_its_reason(MoveStatus refused, int expected)
    {
        await using var node = await StartAsync(Blocked with { Status = refused, Reason = "Because of this." });

        using var answer = await SendAsync(node, Pets, """{"state":"BLOCKED"}""", "application/json", null);

        Assert.Equal(expected, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"detail\":\"Because of this.\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "The body is null")]
    [InlineData("{}", "neither a state nor an action")]
    [InlineData("{", "The body is not")]
    [InlineData("""{"state":"BLOCKED","action":"Block"}""", "both a state and an action")]
    [InlineData("""{"state":"GONE"}""", "There is no such state. It may be: CREATED, PROTOTYPED, PUBLISHED, BLOCKED, DEPRECATED, RETIRED.")]
    [InlineData("""{"action":"Kill"}""", "There is no such action. It may be: Publish, Deploy as a Prototype, ")]
    [InlineData("""{"state":"BLOCKED","expect":0}""", "expect is the number of the revision")]
    [InlineData("""{"state":"BLOCKED","reason":"a\nb"}""", "control characters")]
    [InlineData("""{"state":"BLOCKED","force":true}""", "force")]
    [InlineData("""{"state":"BLOCKED","reason":"LONG"}""", "reason is longer than 200 characters")]
    public async Task A_body_that_does_not_fit_is_refused_and_nothing_is_moved(string body, string reason)
    {
        body = body.Replace("LONG", new string('x', 201), StringComparison.Ordinal);
        await using var node = await StartAsync(Blocked);

        var (status, problem) = await SayAsync(node, Pets, body);

        Assert.Equal(400, status);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Theory]
    [InlineData("application/json", "operator", 200)]
    [InlineData("application/json", "reader", 403)]
    [InlineData("application/json", "wrong", 401)]
    [InlineData("application/json", null, 401)]
    [InlineData("text/plain", "operator", 415)]
    public async Task A_move_is_an_operators_and_no_forms(string type, string? token, int status)
    {
        await using var node = await StartAsync(Blocked, TestNode.Settings(token: "operator", readToken: "reader"));

        using var answer = await SendAsync(node, Pets, """{"state":"BLOCKED"}""", type, token);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, _asked.Count);
    }

    [Fact]
    public async Task A_grain_that_does_not_answer_leaves_it_open_and_says_so()
    {
        await using var node = await TestNode.StartAsync();

        var (status, body) = await SayAsync(node, Pets, """{"state":"BLOCKED"}""");

        Assert.Equal(503, status);
        Assert.Contains("it is not known whether the API has been moved", body, StringComparison.Ordinal);
    }

    private const string Text = """
        [[endpoint]]
        name = "a"
        url = "http://a"

        [[api]]
        name = "Pets"
        context = "/pets"
        version = "1.0.0"
        default_version = true
        lifecycle = "BLOCKED"
        endpoint = "a"
        security = "required"
        transports = ["https"]
        [[api.resource]]
        path = "/*"
        methods = ["GET"]

        [[api]]
        name = "Cats & Dogs"
        context = "/cats"
        version = "1"
        sandbox_endpoint = "a"
        """;

    private async Task<TestNode> StartAsync(MoveReply reply, ManagementSettings? settings = null)
    {
        var node = await TestNode.StartAsync(settings);
        node.Catalogs.Revision = new CatalogRevision(7, CatalogReader.Read("x", Text).Value!);
        node.Cluster.MoveApi = (move, from, reason) =>
        {
            _asked.Add((move, from, reason));
            return ValueTask.FromResult(reply);
        };
        return node;
    }

    private static async Task<(int Status, string Body)> SayAsync(TestNode node, string path, string body)
    {
        using var answer = await SendAsync(node, path, body, "application/json", null);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> SendAsync(TestNode node, string path, string body, string type, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await node.Client.SendAsync(request);
    }
}
