using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Soap;

/// <summary>Resources that stand for operations of a SOAP service: found by action or body, and the message goes on whole.</summary>
public sealed class OperationTests : IAsyncLifetime
{
    private ScriptedBackend _backend = null!;
    private ScriptedBackend _other = null!;
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync();
        _other = await ScriptedBackend.StartAsync();
        _edge = await TestEdge.StartAsync(
            Toml.Endpoint("one", _backend.Url, Toml.NeverSuspended) + Toml.Endpoint("two", _other.Url, Toml.NeverSuspended)
            + Toml.Group("group", ["one", "two"], "delivery = \"at_least_once\"")
            + Toml.Api("orders", "one", "type = \"soap\"") + "[[api.resource]]\nsoap_action = \"urn:Place\"\n[[api.resource]]\nsoap_operation = \"{urn:o}Cancel\"\n\n"
            + Toml.Api("retried", "group", "type = \"soap\"") + "[[api.resource]]\nsoap_operation = \"Cancel\"\n\n"
            + Toml.Api("actions", "one", "type = \"soap\"") + "[[api.resource]]\nsoap_action = \"urn:Place\"\n");
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _backend.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Theory]
    [InlineData(SoapText.Type11, "SOAPAction: \"urn:Place\"", SoapText.Env11, "<Any/>", 200)]
    [InlineData(SoapText.Type11, "SOAPAction: urn:Place", SoapText.Env11, "<Any/>", 200)]
    [InlineData("application/soap+xml; action=\"urn:Place\"", "", SoapText.Env12, "<Any/>", 200)]
    [InlineData(SoapText.Type11, "SOAPAction: \"\"", SoapText.Env11, "<o:Cancel xmlns:o='urn:o'/>", 200)]
    [InlineData(SoapText.Type12, "", SoapText.Env12, "<Cancel xmlns='urn:o'><id>1</id></Cancel>", 200)]
    [InlineData(SoapText.Type11, "SOAPAction: \"urn:Other\"", SoapText.Env11, "<Cancel xmlns='urn:p'/>", 404)]
    [InlineData(SoapText.Type12, "", SoapText.Env12, "", 404)]
    [InlineData(SoapText.Type12, "", SoapText.Env12, "<Cancel xmlns='urn:o'>", 200)]
    [InlineData("application/json", "", SoapText.Env12, "<Cancel xmlns='urn:o'>", 404)]
    public async Task An_operation_is_known_by_its_action_or_its_body(string type, string header, string env, string body, int status)
    {
        var message = SoapText.Message(env, body);
        var answer = await SoapText.PostAsync(_edge.HttpPort, "/orders/1", type, message, header.Length > 0 ? [header] : []);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? [message] : [], _backend.Requests.Select(request => SoapText.Of(request.Body)));
    }

    [Fact]
    public async Task The_operation_of_a_multipart_message_is_that_of_its_first_part()
    {
        var message = $"--b\r\nContent-Type: application/xop+xml\r\n\r\n{SoapText.Message(SoapText.Env11, "<Cancel xmlns='urn:o'/>")}\r\n--b\r\n\r\nPDF\r\n--b--\r\n";
        var answer = await SoapText.PostAsync(
            _edge.HttpPort, "/orders/1", "multipart/related; boundary=b; type=\"application/xop+xml\"; start-info=\"text/xml\"", message);

        Assert.Equal((200, message), (answer.Status, SoapText.Of(Assert.Single(_backend.Requests).Body)));
    }

    [Fact]
    public async Task Of_a_long_message_no_more_is_held_back_than_leads_to_its_operation()
    {
        var begin = $"<s:Envelope xmlns:s=\"{SoapText.Env11}\"><s:Body><Cancel xmlns='urn:o'>";
        var end = new string('x', 200_000) + "</Cancel></s:Body></s:Envelope>";
        using var connection = await RawConnection.ToAsync(_edge.HttpPort);
        await connection.SendAsync(
            $"POST /orders/1 HTTP/1.1\r\nHost: gateway\r\nContent-Type: {SoapText.Type11}\r\nSOAPAction: \"\"\r\nContent-Length: {begin.Length + end.Length}\r\nConnection: close\r\n\r\n");
        foreach (var letter in begin)
        {
            await connection.SendAsync(letter.ToString());
        }

        await connection.SendAsync(end);
        Assert.Equal(200, RawAnswer.Parse(await connection.ReadToEndAsync()).Status);
        Assert.Equal(begin + end, SoapText.Of(Assert.Single(_backend.Requests).Body));
    }

    [Fact]
    public async Task A_message_that_was_looked_at_is_sent_again_whole()
    {
        _backend.Script = _other.Script = Answers.Abort();
        var message = SoapText.Message(SoapText.Env12, "<Cancel/>");
        var answer = await SoapText.PostAsync(_edge.HttpPort, "/retried/1", SoapText.Type12, message);

        Assert.Equal(500, answer.Status);
        Assert.Equal([message, message], _backend.Requests.Concat(_other.Requests).Select(request => SoapText.Of(request.Body)));
    }

    [Fact]
    public async Task Where_actions_are_enough_nothing_is_read()
    {
        // Were the body read first, the answer would not come before it.
        using var connection = await RawConnection.ToAsync(_edge.HttpPort);
        await connection.SendAsync(
            $"POST /actions/1 HTTP/1.1\r\nHost: gateway\r\nContent-Type: {SoapText.Type11}\r\nSOAPAction: \"urn:No\"\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n");

        Assert.Contains("404", await connection.ReadUntilAsync("\r\n"), StringComparison.Ordinal);
    }
}
