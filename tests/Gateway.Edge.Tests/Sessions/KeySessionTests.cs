using System.Net;
using System.Text;
using Gateway.Core.Groups;
using Gateway.Core.Sessions;
using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Sessions;

/// <summary>Sessions that the client names itself, in a header or in a SOAP message.</summary>
public sealed class KeySessionTests : IAsyncLifetime
{
    private const string Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    private SessionEdge _edge = null!;

    public async Task InitializeAsync() => _edge = await SessionEdge.StartAsync(
        """session = { type = "header", name = "X-Session" }""",
        Toml.Group("soap", ["a", "b", "c"], "session = { type = \"client_id\" }", "cursor = \"local\"") + Toml.Api("soap", "soap"));

    public Task DisposeAsync() => _edge.DisposeAsync().AsTask();

    [Fact]
    public async Task A_session_is_with_the_member_that_its_key_belongs_to()
    {
        await _edge.Edge.WaitForClusterAsync();
        var members = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            var expected = FirstOf($"session-{i}");
            members.Add(expected);
            for (var again = 0; again < 3; again++)
            {
                var seen = await _edge.GetAsync($"X-Session: session-{i}");
                Assert.Equal((expected, "local", 0), (seen.Backend, seen.Slot, seen.SetCookies.Length));
                Assert.Equal([$"session-{i}"], seen.Echo!.Headers["x-session"]);
            }
        }

        Assert.Equal(3, members.Count);
    }

    [Fact]
    public async Task A_request_without_the_header_is_dealt_like_any_other()
    {
        await _edge.Edge.WaitForClusterAsync();
        await _edge.Edge.WaitForGroupsAsync();
        for (var i = 0; i < 9; i++)
        {
            Assert.Empty((await _edge.GetAsync()).SetCookies);
        }

        Assert.Equal([3, 3, 3], _edge.Backends.Select(backend => backend.Count));
    }

    [Fact]
    public async Task A_session_that_has_moved_is_given_a_cookie_and_with_it_stays_there_and_without_goes_back()
    {
        var home = FirstOf("s");
        await _edge.Backend(home).RefuseAsync();
        var moved = await _edge.GetAsync("X-Session: s");
        Assert.NotEqual(home, moved.Backend);
        Assert.Equal(moved.Backend, (await _edge.GetAsync("X-Session: s")).Backend);

        await _edge.Backend(home).ListenAsync();
        var kept = await _edge.GetAsync("X-Session: s", $"Cookie: {moved.Cookie}");
        Assert.Equal((moved.Backend, 0), (kept.Backend, kept.SetCookies.Length));
        Assert.Equal(home, (await _edge.GetAsync("X-Session: s")).Backend);

        var other = Enumerable.Range(0, 100).Select(i => $"other-{i}").First(key => FirstOf(key) == home);
        Assert.Equal(home, (await _edge.GetAsync($"X-Session: {other}", $"Cookie: {moved.Cookie}")).Backend);
    }

    [Theory]
    [InlineData("text/xml; charset=utf-8", 0)]
    [InlineData("application/soap+xml", 10)]
    [InlineData("text/xml", 100_000)]
    public async Task A_SOAP_clients_ClientID_is_its_session_and_the_message_arrives_whole(string type, int filling)
    {
        foreach (var id in (string[])["one", "two", "three", "four"])
        {
            var message = Message(id, filling);
            var seen = await PostAsync(message, type);
            Assert.Equal(FirstOf(id), seen.Backend);
            Assert.Equal(message, seen.Echo!.Body);
        }
    }

    [Fact]
    public async Task A_message_that_drips_in_is_waited_for_up_to_the_end_of_its_header()
    {
        var message = Message("one", 10);
        using var client = await RawConnection.ToAsync(_edge.Edge.HttpPort);
        await client.SendAsync(
            $"POST /soap/1/x HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nContent-Type: text/xml\r\nContent-Length: {message.Length}\r\n\r\n");
        foreach (var part in message.Chunk(40))
        {
            await client.SendAsync(new string(part));
            await Task.Delay(1);
        }

        var answer = RawAnswer.Parse(await client.ReadToEndAsync());
        Assert.Equal(200, answer.Status);
        Assert.Equal([FirstOf("one")], answer.Values("X-Backend"));
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("text/xml", false)]
    public async Task What_is_no_SOAP_message_with_a_ClientID_is_dealt_like_any_other(string type, bool hasId)
    {
        await _edge.Edge.WaitForClusterAsync();
        await _edge.Edge.WaitForGroupsAsync();
        var message = hasId ? Message("one", 0) : Message("one", 0).Replace("ClientID", "Client", StringComparison.Ordinal);
        for (var i = 0; i < 9; i++)
        {
            Assert.Equal(message, (await PostAsync(message, type)).Echo!.Body);
        }

        Assert.Equal([3, 3, 3], _edge.Backends.Select(backend => backend.Count));
    }

    [Fact]
    public async Task A_message_whose_chunks_are_broken_is_refused_and_sent_to_nobody()
    {
        var answer = await RawConnection.AskAsync(
            _edge.Edge.HttpPort,
            "POST /soap/1/x HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\nnot a length\r\n");

        Assert.Equal(400, answer.Status);
        Assert.Equal([0, 0, 0], _edge.Backends.Select(backend => backend.Count));
    }

    [Fact]
    public async Task A_message_goes_on_to_another_member_when_the_first_is_gone_as_the_groups_delivery_allows()
    {
        await _edge.Backend(FirstOf("one")).RefuseAsync();
        var message = Message("one", 100);
        var seen = await PostAsync(message, "text/xml");

        Assert.Equal((HttpStatusCode.OK, message), (seen.Status, seen.Echo!.Body));
        Assert.Single(seen.SetCookies);
    }

    private static string FirstOf(string key) => Rendezvous.First(
        RequestKeys.OfText(key), [new GroupMember("a", 1), new GroupMember("b", 1), new GroupMember("c", 1)]);

    private static string Message(string id, int filling) =>
        $"<s:Envelope xmlns:s='{Envelope}'><s:Header><c:ClientID xmlns:c='http://ws.apache.org/ns/synapse'>{id}</c:ClientID></s:Header>"
        + $"<s:Body><x>{new string('x', filling)}</x></s:Body></s:Envelope>";

    private async Task<SessionEdge.Seen> PostAsync(string message, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/soap/1/x") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await SessionEdge.SendAsync(_edge.Edge.Http, request);
    }
}
