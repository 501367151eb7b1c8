using System.Net.Http.Headers;
using System.Text;
using Gateway.Core.Groups;

namespace Gateway.Management.Tests;

public sealed class MemberWordTests
{
    private readonly List<(string Group, AdminCommand Command)> _said = [];

    [Theory]
    [InlineData("suspend", AdminVerb.Suspend)]
    [InlineData("resume", AdminVerb.Resume)]
    [InlineData("drain", AdminVerb.Drain)]
    [InlineData("off", AdminVerb.Off)]
    public async Task An_operators_word_reaches_the_groups_grain(string path, AdminVerb verb)
    {
        await using var node = await StartAsync(AdminStatus.Done);

        var (status, body) = await SayAsync(node, $"/v1/groups/pets/members/pets-a/{path}", """{"reason":"disk full"}""");

        Assert.Equal(200, status);
        Assert.StartsWith("""{"view":"local","name":"pets",""", body, StringComparison.Ordinal);
        Assert.Equal([("pets", new AdminCommand("pets-a", verb, "disk full", 0, "operator at edge-1"))], _said);
    }

    [Fact]
    public async Task A_word_may_have_an_end()
    {
        await using var node = await StartAsync(AdminStatus.Done);

        await SayAsync(node, "/v1/groups/pets/members/pets-a/drain", """{"forMs":60000}""");

        Assert.Equal((60_000L, ""), (_said[0].Command.ForMs, _said[0].Command.Reason));
    }

    [Theory]
    [InlineData("suspend", "null", "The body is null")]
    [InlineData("suspend", "{", "The body is not")]
    [InlineData("suspend", "{\"forMs\":0}", "forMs is a number of milliseconds")]
    [InlineData("suspend", "{\"forMs\":-5}", "forMs is a number of milliseconds")]
    [InlineData("suspend", "{\"forMs\":99999999999999}", "forMs is a number of milliseconds")]
    [InlineData("resume", "{\"forMs\":1000}", "A resume has no length")]
    [InlineData("off", "{\"reason\":\"a\\nb\"}", "control characters")]
    public async Task A_body_that_does_not_fit_is_refused_and_nothing_is_said(string verb, string body, string reason)
    {
        await using var node = await StartAsync(AdminStatus.Done);

        var (status, problem) = await SayAsync(node, $"/v1/groups/pets/members/pets-a/{verb}", body);

        Assert.Equal(400, status);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.Empty(_said);
    }

    [Fact]
    public async Task A_reason_is_at_most_200_characters()
    {
        await using var node = await StartAsync(AdminStatus.Done);

        Assert.Equal(200, (await SayAsync(node, "/v1/groups/pets/members/pets-a/off", $"{{\"reason\":\"{new string('x', 200)}\"}}")).Status);
        Assert.Equal(400, (await SayAsync(node, "/v1/groups/pets/members/pets-a/off", $"{{\"reason\":\"{new string('x', 201)}\"}}")).Status);
        Assert.Single(_said);
    }

    [Theory]
    [InlineData("/v1/groups/nobody/members/pets-a/off", AdminStatus.Done, 404)]
    [InlineData("/v1/groups/pets/members/nobody/off", AdminStatus.NoSuchMember, 404)]
    [InlineData("/v1/groups/pets/members/inner/off", AdminStatus.MemberIsGroup, 409)]
    public async Task What_is_not_there_is_said_so(string path, AdminStatus status, int expected)
    {
        await using var node = await StartAsync(status);

        Assert.Equal(expected, (await SayAsync(node, path, "{}")).Status);
    }

    [Fact]
    public async Task A_grain_that_does_not_answer_leaves_it_open_and_says_so()
    {
        await using var node = await TestNode.StartAsync();

        var (status, body) = await SayAsync(node, "/v1/groups/pets/members/pets-a/off", "{}");

        Assert.Equal(503, status);
        Assert.Contains("it is not known whether the word holds", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_to_look_is_not_the_right_to_change()
    {
        await using var node = await TestNode.StartAsync(TestNode.Settings(token: "operator", readToken: "reader"));
        node.Cluster.Admin = (group, command) => Note(group, command, AdminStatus.Done);

        Assert.Equal(403, (await SayAsync(node, "/v1/groups/pets/members/pets-a/off", "{}", "reader")).Status);
        Assert.Empty(_said);
    }

    private async Task<TestNode> StartAsync(AdminStatus status)
    {
        var node = await TestNode.StartAsync();
        node.Groups.Views["pets"] = new("pets", Views.GroupMode.Cluster, 5, 6, 7, [], 0, []);
        node.Cluster.Admin = (group, command) => Note(group, command, status);
        return node;
    }

    private ValueTask<AdminReply> Note(string group, AdminCommand command, AdminStatus status)
    {
        _said.Add((group, command));
        return ValueTask.FromResult(new AdminReply(status, default));
    }

    private static async Task<(int Status, string Body)> SayAsync(TestNode node, string path, string body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await node.Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
