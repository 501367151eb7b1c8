using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;
using Gateway.Grains.Nodes;
using Gateway.Management.Explain;
using Gateway.Management.Views;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Management.Tests;

public sealed class ExplainRoutesTests
{
    private readonly Explainer _explainer = new();

    [Fact]
    public async Task What_is_asked_reaches_the_edge_as_it_would_come_from_a_client()
    {
        await using var node = await StartAsync();

        var (status, body) = await AskAsync(
            node, """{"method":"POST","url":"https://shop.example:8243/pets/1?a=%C3%A4","headers":{"X-A":"1","X-B":["2","3"]},"body":"ä"}""");

        Assert.Equal(200, status);
        Assert.Contains("""{"node":"edge-1","revision":7,"outcome":"sent","detail":"d",""", body, StringComparison.Ordinal);
        var asked = _explainer.Asked!;
        Assert.Equal(("POST", "https", "shop.example:8243", "/pets/1?a=%C3%A4"), (asked.Method, asked.Scheme, asked.Host, asked.Target));
        Assert.Equal(["X-A: 1", "X-B: 2", "X-B: 3"], asked.Headers.Select(header => $"{header.Key}: {header.Value}"));
        Assert.Equal("ä", Encoding.UTF8.GetString(asked.Body.Span));
    }

    [Theory]
    [InlineData("""{"url":"/x"}""", "GET http  /x")]
    [InlineData("""{"url":"/x","body":"b"}""", "POST http  /x")]
    [InlineData("""{"url":"http://h"}""", "GET http h /")]
    [InlineData("""{"url":"http://h?q=1"}""", "GET http h /?q=1")]
    [InlineData("""{"method":"PROPFIND","url":"HTTPS://h/x"}""", "PROPFIND https h /x")]
    public async Task What_is_left_out_is_the_usual(string body, string expected)
    {
        await using var node = await StartAsync();

        Assert.Equal(200, (await AskAsync(node, body)).Status);

        Assert.Equal(expected, _explainer.Asked is { } asked ? $"{asked.Method} {asked.Scheme} {asked.Host} {asked.Target}" : "");
    }

    [Theory]
    [InlineData("null", "The body is null")]
    [InlineData("{", "The body is not")]
    [InlineData("""{"url":"/x","extra":1}""", "The body is not")]
    [InlineData("{}", "url is an address or a path")]
    [InlineData("""{"url":"x"}""", "url begins with")]
    [InlineData("""{"url":"ftp://h/x"}""", "url begins with")]
    [InlineData("""{"url":"http://"}""", "url begins with")]
    [InlineData("""{"url":"/x#f"}""", "url begins with")]
    [InlineData("""{"url":"/a b"}""", "without blanks")]
    [InlineData("""{"url":"/ä"}""", "without blanks")]
    [InlineData("""{"url":"/x","method":"G T"}""", "method is a word")]
    [InlineData("""{"url":"/x","method":""}""", "method is a word")]
    [InlineData("""{"url":"/x","headers":{"a b":"1"}}""", "headers are names")]
    [InlineData("""{"url":"/x","headers":{"a":"1\r\nb: 2"}}""", "headers are names")]
    [InlineData("""{"url":"/x","headers":{"a":1}}""", "headers are names")]
    [InlineData("""{"url":"/x","headers":{"a":[["1"]]}}""", "headers are names")]
    public async Task A_question_that_makes_no_sense_is_refused(string body, string reason)
    {
        await using var node = await StartAsync();

        var (status, problem) = await AskAsync(node, body);

        Assert.Equal((400, true), (status, problem.Contains(reason, StringComparison.Ordinal)));
        Assert.Null(_explainer.Asked);
    }

    [Fact]
    public async Task A_silo_names_the_edges_that_can_be_asked()
    {
        await using var node = await TestNode.StartAsync();
        node.Cluster.ListNodes = () => new(ImmutableArray.Create(Node("edge-1", "edge"), Node("silo-1", "silo"), Node("both", "edge+silo")));

        var (status, problem) = await AskAsync(node, """{"url":"/x"}""");

        Assert.Equal(501, status);
        Assert.Contains("Ask the management listener of an edge: edge-1, both.", problem, StringComparison.Ordinal);

        static NodeEntry Node(string id, string kind) => new(new NodeReport(id, kind, 1, "cluster", false, -1, ""), 0);
    }

    [Fact]
    public async Task The_right_to_look_is_enough_and_no_foreign_page_may_ask()
    {
        await using var node = await StartAsync(TestNode.Settings(token: "operator", readToken: "reader"));

        Assert.Equal(200, (await AskAsync(node, """{"url":"/x"}""", "reader")).Status);
        Assert.Equal(401, (await AskAsync(node, """{"url":"/x"}""")).Status);
        Assert.Equal(403, (await AskAsync(node, """{"url":"/x"}""", "operator", "https://attacker.example")).Status);
    }

    private Task<TestNode> StartAsync(Core.Configuration.ManagementSettings? settings = null) =>
        TestNode.StartAsync(settings, services => services.AddSingleton<IRequestExplainer>(_explainer));

    private static async Task<(int Status, string Body)> AskAsync(TestNode node, string body, string? token = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/explain") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await node.Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private sealed class Explainer : IRequestExplainer
    {
        public AskedRequest? Asked { get; private set; }

        public ValueTask<Explanation?> ExplainAsync(AskedRequest asked, CancellationToken cancel)
        {
            Asked = asked;
            return new(new Explanation("edge-1", 7, ExplainedOutcome.Sent, "d"));
        }
    }
}
