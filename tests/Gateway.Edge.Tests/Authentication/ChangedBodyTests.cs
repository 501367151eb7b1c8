using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Edge.Tests.Soap;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Authentication;

/// <summary>Requests that are sent twice for the sake of credentials, and whose bodies the gateway has made itself: by a format or by a sequence.</summary>
public sealed class ChangedBodyTests
{
    private const string Rewriting =
        """
        <sequence xmlns="http://ws.apache.org/ns/synapse" name="in">
          <payloadFactory media-type="json"><format>{"id": $1}</format><args><arg evaluator="json" expression="$.order.id"/></args></payloadFactory>
        </sequence>
        """;

    private static readonly string Digest =
        $"security = {{ type = \"digest\", username = \"{DigestServer.User}\", password = '{DigestServer.Password}' }}";

    [RequiresFact(ApacheProcess.Program)]
    public async Task A_converted_message_passes_Apaches_Digest_and_its_answer_comes_back_in_the_clients_form()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var server = await DigestServer.StartAsync(backend, nonceLife: 1);
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", $"{server.Url}/service", "type = \"soap\"", Digest, Toml.NeverSuspended) + Toml.Api("pets", "a", "type = \"soap\""));

        // Twice with a nonce that has grown too old meanwhile.
        for (var i = 0; i < 2; i++)
        {
            await AssertConvertedAsync(edge, backend, SoapText.Type12);
            await Task.Delay(1_200);
        }

        var seen = await server.RequestsAsync(2);
        Assert.Equal([401, 200, 401, 200], seen.Select(request => request.Status));
        Assert.Equal(2, backend.Count);
    }

    [RequiresFact(ApacheProcess.Program)]
    public async Task What_a_sequence_has_made_of_a_body_passes_Apaches_Digest()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var server = await DigestServer.StartAsync(backend, nonceLife: 600);
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", server.Url, Digest, Toml.NeverSuspended) + Toml.Api("pets", "a", "in_sequence = \"in.xml\""), prepare: WriteSequence);

        await AssertRewrittenAsync(edge);
        await AssertRewrittenAsync(edge);

        Assert.Equal([401, 200, 200], (await server.RequestsAsync(2)).Select(request => request.Status));
        AssertIds(backend.Requests, 2);
    }

    [Fact]
    public async Task A_converted_message_whose_token_is_refused_is_converted_and_sent_again()
    {
        await using var server = await TokenServer.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", server.Backend.Url, "type = \"soap\"", TokenOf(server), Toml.NeverSuspended) + Toml.Api("pets", "a", "type = \"soap\""));
        await edge.WaitForClusterAsync();
        await SendAsync(edge);
        server.TakeBack();

        await SendAsync(edge);

        Assert.Equal(
            ["Bearer t1", "Bearer t1", "Bearer t2"], server.Backend.Requests.Select(request => request.Headers["Authorization"].ToString()));
        Assert.All(server.Backend.Requests, AssertConverted);

        static async Task SendAsync(TestEdge edge)
        {
            var answer = await SoapText.PostAsync(edge.HttpPort, "/pets/1", SoapText.Type12, SoapText.Message(SoapText.Env12, "<o/>"));
            Assert.Equal(200, answer.Status);
        }
    }

    [Fact]
    public async Task What_a_sequence_has_made_of_a_body_is_sent_again_with_a_new_token()
    {
        await using var server = await TokenServer.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", server.Backend.Url, TokenOf(server), Toml.NeverSuspended) + Toml.Api("pets", "a", "in_sequence = \"in.xml\""), prepare: WriteSequence);
        await edge.WaitForClusterAsync();
        await AssertRewrittenAsync(edge);
        server.TakeBack();

        await AssertRewrittenAsync(edge);

        Assert.Equal(2, server.Tokens.Count);
        AssertIds(server.Backend.Requests, 3);
    }

    // The backend says what it was sent.
    private static async Task AssertConvertedAsync(TestEdge edge, ScriptedBackend backend, string type)
    {
        backend.Script = http =>
        {
            http.Response.ContentType = SoapText.Type11;
            return http.Response.WriteAsync(SoapText.Message(SoapText.Env11, "<done/>"));
        };
        var answer = await SoapText.PostAsync(edge.HttpPort, "/pets/1", type, SoapText.Message(SoapText.Env12, "<o/>"));
        Assert.Equal((200, SoapText.Type12), (answer.Status, Assert.Single(answer.Values("Content-Type"))));
        Assert.Contains(SoapText.Env12, answer.Body, StringComparison.Ordinal);
        AssertConverted(backend.Requests[^1]);
    }

    private static void AssertConverted(RecordedRequest request)
    {
        var envelope = XDocument.Parse(SoapText.Of(request.Body)).Root!;
        Assert.Equal(XName.Get("Envelope", SoapText.Env11), envelope.Name);
        Assert.Equal("o", Assert.Single(envelope.Elements().Single().Elements()).Name.LocalName);
    }

    private static async Task AssertRewrittenAsync(TestEdge edge)
    {
        using var answer = await edge.Http.PostAsync("/pets/1/x", new StringContent("{\"order\": {\"id\": 17}}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static void AssertIds(IReadOnlyList<RecordedRequest> requests, int count)
    {
        Assert.Equal(count, requests.Count);
        Assert.All(requests, request =>
        {
            using var json = JsonDocument.Parse(request.Body);
            Assert.Equal(17, json.RootElement.GetProperty("id").GetInt32());
        });
    }

    private static string TokenOf(TokenServer server) =>
        $"security = {{ type = \"oauth2\", token_url = \"{server.Tokens.Url}/token\", client_id = \"a\", client_secret = \"b\" }}";

    private static void WriteSequence(string folder) => File.WriteAllText(Path.Combine(folder, "in.xml"), Rewriting);
}
