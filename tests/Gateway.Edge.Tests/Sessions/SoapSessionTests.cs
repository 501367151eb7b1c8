using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Sessions;

/// <summary>WSO2's SOAP sessions: the service names them in its answers, as Axis2 does, and clients name them again.</summary>
public sealed partial class SoapSessionTests : IAsyncLifetime
{
    private const string Axis2 = "http://ws.apache.org/namespaces/axis2";
    private SessionEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _edge = await SessionEdge.StartAsync(
            "session = { type = \"soap\" }",
            Toml.Group("outer", ["pets"], "session = { type = \"soap\" }", "cursor = \"local\"") + Toml.Api("outer", "outer"));
        Array.ForEach(_edge.Backends, backend => backend.Script = Service);
        await _edge.Edge.WaitForClusterAsync();
        await _edge.Edge.WaitForGroupsAsync();
    }

    public Task DisposeAsync() => _edge.DisposeAsync().AsTask();

    [Theory]
    [InlineData("/pets/1/x", 1)]
    [InlineData("/outer/1/x", 2)]
    public async Task A_session_stays_with_the_service_that_named_it_and_the_service_sees_its_own_name_only(string target, int tokens)
    {
        var homes = new HashSet<string>();
        for (var session = 0; session < 6; session++)
        {
            var (home, id, _) = await PostAsync(target, null);
            homes.Add(home);
            Assert.Matches($"^urn:uuid:{home}-[0-9]+(;gateway=[A-Za-z0-9_-]{{40}}){{{tokens}}}$", id);
            for (var i = 0; i < 4; i++)
            {
                var (backend, again, seen) = await PostAsync(target, id);
                Assert.Equal((home, id.Split(';')[0], id.Split(';')[0]), (backend, seen, again.Split(';')[0]));
                id = again;
            }
        }

        Assert.Equal(3, homes.Count);
    }

    [Fact]
    public async Task An_id_that_the_gateway_has_added_nothing_to_has_one_member_and_a_forged_addition_counts_as_none()
    {
        var plain = new HashSet<string>();
        for (var i = 0; i < 6; i++)
        {
            plain.Add((await PostAsync("/pets/1/x", "urn:uuid:other")).Backend);
            plain.Add((await PostAsync("/pets/1/x", $"urn:uuid:other;gateway={new string('A', 40)}")).Backend);
        }

        Assert.Single(plain);
        Assert.All(_edge.Backends.SelectMany(backend => backend.Requests), request => Assert.DoesNotContain("gateway=", Encoding.UTF8.GetString(request.Body.Span), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_whose_service_is_gone_moves_and_stays_where_it_moved_to()
    {
        var (home, id, _) = await PostAsync("/pets/1/x", null);
        await _edge.Backend(home).RefuseAsync();
        var moved = await PostAsync("/pets/1/x", id);
        Assert.NotEqual(home, moved.Backend);

        await _edge.Backend(home).ListenAsync();
        Assert.Equal(moved.Backend, (await PostAsync("/pets/1/x", moved.Id)).Backend);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_of_every_length_arrive_whole_in_both_directions(bool chunked)
    {
        var id = (await PostAsync("/pets/1/x", null)).Id;
        foreach (var length in (int[])[0, 5_000, 63_000, 66_000, 300_000])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/pets/1/x") { Content = new StringContent(Message(id, length), Encoding.UTF8, "text/xml") };
            request.Headers.TransferEncodingChunked = chunked;
            using var response = await _edge.Edge.Http.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            id = IdIn(answer);
            Assert.Equal(Message(id, length), answer);
            var seen = _edge.Backends.SelectMany(backend => backend.Requests).Last(seen => seen.Body.Length > length);
            Assert.Equal(Message(id.Split(';')[0], length), Encoding.UTF8.GetString(seen.Body.Span));
        }
    }

    [Fact]
    public async Task What_is_no_SOAP_answer_goes_through_as_it_is()
    {
        Array.ForEach(_edge.Backends, backend => backend.Script = Answers.Status(200, "plain"));
        using var plain = await _edge.Edge.Http.GetAsync("/pets/1/x");
        Assert.Equal("plain", await plain.Content.ReadAsStringAsync());

        Array.ForEach(_edge.Backends, backend => backend.Script = async context =>
        {
            context.Response.ContentType = "text/xml";
            await context.Response.WriteAsync("<a>");
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync(new string('x', 200_000) + "</a>");
        });
        using var xml = await _edge.Edge.Http.GetAsync("/pets/1/x");
        Assert.Equal("<a>" + new string('x', 200_000) + "</a>", await xml.Content.ReadAsStringAsync());
    }

    // Names a session that has none yet, and answers with all that it was sent.
    private static async Task Service(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var message = await reader.ReadToEndAsync();
        var backend = context.Response.Headers["X-Backend"].ToString();
        if (!message.Contains("ServiceGroupId", StringComparison.Ordinal))
        {
            message = Message($"urn:uuid:{backend}-{Random.Shared.Next()}", 0);
        }

        context.Response.ContentType = "text/xml; charset=utf-8";
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(message);
        await context.Response.WriteAsync(message);
    }

    private static string Message(string? id, int filling)
    {
        var header = id is null ? "" : $"<a:ServiceGroupId xmlns:a='{Axis2}'>{id}</a:ServiceGroupId>";
        return $"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header>{header}</s:Header>"
            + $"<s:Body><x>{new string('x', filling)}</x></s:Body></s:Envelope>";
    }

    private static string IdIn(string message) => Id().Match(message).Groups[1].Value;

    private async Task<(string Backend, string Id, string Seen)> PostAsync(string target, string? id)
    {
        Array.ForEach(_edge.Backends, backend => backend.Forget());
        using var response = await _edge.Edge.Http.PostAsync(target, new StringContent(Message(id, 10), Encoding.UTF8, "text/xml"));
        var answer = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var seen = Assert.Single(_edge.Backends.SelectMany(backend => backend.Requests));
        return (response.Headers.GetValues("X-Backend").Single(), IdIn(answer), IdIn(Encoding.UTF8.GetString(seen.Body.Span)));
    }

    [GeneratedRegex("ServiceGroupId[^>]*>([^<]*)<")]
    private static partial Regex Id();
}
