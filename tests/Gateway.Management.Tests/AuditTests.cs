using System.Net.Http.Headers;
using System.Text;
using Gateway.Core.Configuration.Moves;
using Gateway.Core.Groups;
using Gateway.Core.Routing;
using Gateway.Grains.Catalog;
using Gateway.Grains.Nodes;
using Gateway.Management.Access;
using Gateway.Management.Audit;
using Gateway.Management.Listener;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Management.Tests;

/// <summary>Every change is one event: who, from where, what, before and after.</summary>
public sealed class AuditTests
{
    private const string Token = "operator-0123456789";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_change_is_one_event_that_says_who_and_what_and_holds_no_secret()
    {
        await using var node = await StartAsync(TestNode.Settings(token: Token));
        await using var stream = await EventStreamClient.OpenAsync(node.Client.BaseAddress!, "?last=10", token: Token);

        Assert.Equal(200, await SendAsync(node, "/v1/nodes/edge-1/drain", """{"reason":"upgrade"}""", Token));

        var told = await stream.WaitAsync("operator.change", Patience);
        Assert.Equal(("edge-1", "draining", "upgrade"), (told["node"], told["to"], told["detail"]));
        var audit = told.Data.GetProperty("audit");
        Assert.Equal(
            """{"who":"token","from":"127.0.0.1","action":"POST /v1/nodes/edge-1/drain","outcome":"done"}""", audit.GetRawText());
        Assert.DoesNotContain(Token, told.Data.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(node.Log.Lines, line => line.Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_operators_word_says_how_the_member_stood_before_and_stands_after()
    {
        await using var node = await StartAsync(TestNode.Settings());
        await using var stream = await EventStreamClient.OpenAsync(node.Client.BaseAddress!, "?last=10");
        node.Groups.Views["pets"] = View(Views.MemberState.Active);
        node.Cluster.Admin = (_, _) =>
        {
            node.Groups.Views["pets"] = View(Views.MemberState.Draining);
            return new(new AdminReply(AdminStatus.Done, default));
        };

        Assert.Equal(200, await SendAsync(node, "/v1/groups/pets/members/pets-a/drain", "{}"));

        var told = await stream.WaitAsync("operator.change", Patience);
        Assert.Equal(("active", "draining", "loopback"), (told["from"], told["to"], told.Data.GetProperty("audit").GetProperty("who").GetString()));

        static Views.GroupView View(Views.MemberState state) =>
            new("pets", Views.GroupMode.Cluster, 5, 6, 7, [new Views.MemberView("pets-a", state, 0, 0, 1, [])], 0, []);
    }

    [Theory]
    [InlineData(MoveStatus.Moved, 200, "PUBLISHED", "BLOCKED")]
    [InlineData(MoveStatus.Unchanged, 200, null, null)]
    [InlineData(MoveStatus.NoCatalog, 503, null, null)]
    public async Task A_move_of_an_API_says_from_which_state_to_which_and_one_that_moves_nothing_says_nothing(MoveStatus outcome, int status, string? from, string? to)
    {
        await using var node = await StartAsync(TestNode.Settings(token: Token));
        await using var stream = await EventStreamClient.OpenAsync(node.Client.BaseAddress!, "?last=10", token: Token);
        node.Cluster.MoveApi = (_, _, _) => new(new MoveReply(outcome, Lifecycle.Published, Lifecycle.Blocked, null, 8, "", ""));

        Assert.Equal(status, await SendAsync(node, "/v1/apis/pets/1/lifecycle", """{"state":"BLOCKED","reason":"leak"}""", Token));
        Assert.Equal(200, await SendAsync(node, "/v1/nodes/edge-1/resume", "{}", Token));

        await stream.WaitAsync(item => item.Name == "operator.change" && item.Data.GetProperty("audit").GetProperty("action").GetString()!.EndsWith("resume"), Patience);
        var told = stream.Heard.Where(item => item.Name == "operator.change" && item.Data.GetProperty("audit").GetProperty("action").GetString()!.EndsWith("lifecycle"))
            .Select(item => (item["from"], item["to"], item["detail"], item.Data.GetProperty("audit").GetProperty("who").GetString()));
        Assert.Equal(from is null ? [] : [(from, to!, "leak", "token")], told);
    }

    [Theory]
    [InlineData("/v1/change", "{}", 200, "done")]
    [InlineData("/v1/rehearsal", "{}", 200, null)]
    [InlineData("/v1/groups/pets/members/pets-a/drain", "{}", 503, "unknown")]
    [InlineData("/v1/groups/pets/members/pets-a/drain", "null", 400, null)]
    [InlineData("/v1/explain", """{"url":"/x"}""", 501, null)]
    public async Task Whatever_was_or_may_have_been_changed_is_told_and_nothing_else(string path, string body, int status, string? outcome)
    {
        await using var node = await StartAsync(TestNode.Settings());
        await using var stream = await EventStreamClient.OpenAsync(node.Client.BaseAddress!, "?last=10");

        Assert.Equal(status, await SendAsync(node, path, body));
        Assert.Equal(200, await SendAsync(node, "/v1/nodes/edge-1/resume", "{}"));

        await stream.WaitAsync(item => item.Name == "operator.change" && item.Data.GetProperty("audit").GetProperty("action").GetString()!.EndsWith("resume"), Patience);
        var told = stream.Heard.Where(item => item.Name == "operator.change").Select(item => item.Data.GetProperty("audit"))
            .Where(audit => audit.GetProperty("action").GetString() == $"POST {path}").Select(audit => audit.GetProperty("outcome").GetString());
        Assert.Equal(outcome is null ? [] : [outcome], told);
    }

    /// <summary>The client breaks off: while its request is read nothing has happened, later it may have.</summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_request_that_is_broken_off_before_it_is_all_there_has_changed_nothing(bool whileReading, int noted)
    {
        using var log = new Fakes.RecordedLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        using var meter = new EventMeter();
        using var outbox = new EventOutbox(meter, TimeProvider.System);
        var step = new AuditStep(TestNode.Settings(), outbox, new NodeIdentity("edge-1", "edge", "0"), loggers.CreateLogger<AuditStep>());
        var context = new DefaultHttpContext();
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(ChangeContent.Json), "PUT /v1/config"));

        await Assert.ThrowsAsync<IOException>(() => step.InvokeAsync(context, async sent =>
        {
            await sent.ReadForChangeAsync(_ => whileReading ? ValueTask.FromException<int>(new IOException("The client reset the stream.")) : ValueTask.FromResult(1));
            throw new IOException("The client has gone.");
        }));

        Assert.Equal(noted, outbox.Count);
        Assert.Equal(noted, log.Lines.Count(line => line.Contains("Changed by", StringComparison.Ordinal)));
    }

    private static Task<TestNode> StartAsync(Core.Configuration.ManagementSettings settings) =>
        TestNode.StartAsync(settings, services => services.AddSingleton<IManagementRoutes, SilentChange>());

    private static async Task<int> SendAsync(TestNode node, string path, string body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await node.Client.SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>A change whose handler says nothing of it.</summary>
    private sealed class SilentChange : IManagementRoutes
    {
        public void Map(IEndpointRouteBuilder routes)
        {
            routes.MapChange("POST", "/v1/change", _ => Task.CompletedTask);
            routes.MapChange("POST", "/v1/rehearsal", context =>
            {
                context.NoteRehearsal();
                return Task.CompletedTask;
            });
        }
    }
}
