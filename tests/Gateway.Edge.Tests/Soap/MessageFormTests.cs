using System.Net.WebSockets;
using System.Text;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Soap;

/// <summary>Every format of WSO2's address endpoint, there and back.</summary>
public sealed class MessageFormTests : IAsyncLifetime
{
    private const string Place = "<Place xmlns=\"urn:o\"><id>1 &amp; 2</id><n>3</n></Place>";
    private static readonly string In11 = SoapText.Message(SoapText.Env11, Place);
    private static readonly string In12 = SoapText.Message(SoapText.Env12, Place);

    private ScriptedBackend _backend = null!;
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync();
        var catalog = new StringBuilder();
        foreach (var format in (string[])["soap11", "soap12", "pox", "get", "rest", "leave-as-is"])
        {
            catalog.Append(Toml.Endpoint(format, _backend.Url + "/service", "type = \"address\"", $"format = \"{format}\"", Toml.NeverSuspended));
            catalog.Append(Toml.Api(format, format));
        }

        foreach (var optimize in (string[])["mtom", "swa"])
        {
            catalog.Append(Toml.Endpoint(optimize, _backend.Url + "/service", "type = \"address\"", $"optimize = \"{optimize}\"", Toml.NeverSuspended));
            catalog.Append(Toml.Api(optimize, optimize));
        }

        catalog.Append(Toml.Endpoint("both", _backend.Url + "/service", "type = \"soap\"", "format = \"soap12\"", "optimize = \"mtom\"", Toml.NeverSuspended));
        catalog.Append(Toml.Endpoint("socket", $"ws://127.0.0.1:{_backend.Port}/service", "type = \"address\"", Toml.NeverSuspended));
        catalog.Append(Toml.Api("both", "both") + Toml.Api("socket", "socket"));
        _edge = await TestEdge.StartAsync(catalog.ToString());
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Theory]
    [InlineData("soap12", 11, "SOAPAction: \"urn:Place\"", "POST /service", "application/soap+xml; charset=utf-8; action=\"urn:Place\"", null, 12)]
    [InlineData("soap12", 11, "SOAPAction: \"\"", "POST /service", "application/soap+xml; charset=utf-8", null, 12)]
    [InlineData("soap12", 12, "", "POST /service", "application/soap+xml; charset=utf-8; action=\"urn:Place\"", null, 12)]
    [InlineData("soap11", 12, "", "POST /service", "text/xml; charset=utf-8", "\"urn:Place\"", 11)]
    [InlineData("soap11", 11, "SOAPAction: \"urn:Place\"", "POST /service", "text/xml; charset=utf-8", "\"urn:Place\"", 11)]
    [InlineData("soap11", 0, "", "POST /service", "text/xml; charset=utf-8", "\"\"", 11)]
    [InlineData("soap12", 0, "", "POST /service", "application/soap+xml; charset=utf-8", null, 12)]
    [InlineData("pox", 12, "", "POST /service", "application/xml; charset=utf-8", null, 0)]
    [InlineData("pox", 0, "", "POST /service/x?q=1", "application/xml", null, 0)]
    [InlineData("rest", 11, "SOAPAction: \"\"", "POST /service", "application/xml; charset=utf-8", null, 0)]
    [InlineData("rest", 0, "", "POST /service/x?q=1", "application/xml", null, 0)]
    [InlineData("get", 11, "SOAPAction: \"\"", "GET /service?id=1%20%26%202&n=3", null, null, -1)]
    [InlineData("get", 0, "", "GET /service/x?q=1&id=1%20%26%202&n=3", null, null, -1)]
    [InlineData("leave-as-is", 12, "", "POST /service", "application/soap+xml; charset=utf-8; action=\"urn:Place\"", null, 12)]
    public async Task A_backend_gets_the_form_that_it_asks_for(
        string format, int client, string header, string line, string? type, string? action, int sent)
    {
        var (sentType, body) = Message(client);
        var answer = await SoapText.PostAsync(_edge.HttpPort, $"/{format}/1/x?q=1", sentType, body, header.Length > 0 ? [header] : []);

        Assert.Equal(200, answer.Status);
        var request = Assert.Single(_backend.Requests);
        Assert.Equal(line, $"{request.Method} {request.Target}");
        Assert.Equal((type, action), (Header(request, "Content-Type"), Header(request, "SOAPAction")));
        Assert.Equal(sent < 0 ? "" : Expected(sent, client), SoapText.Of(request.Body));
        Assert.False(request.Headers.ContainsKey("Transfer-Encoding"));
    }

    [Theory]
    [InlineData("soap12", 11, SoapText.Type12, 12, 200, SoapText.Type11, 11)]
    [InlineData("soap11", 12, SoapText.Type11, 11, 500, SoapText.Type12, 12)]
    [InlineData("soap11", 0, SoapText.Type11, 11, 200, "application/xml; charset=utf-8", 0)]
    [InlineData("pox", 12, "application/xml", 0, 200, SoapText.Type12, 12)]
    [InlineData("get", 11, "text/xml", 0, 404, SoapText.Type11, 11)]
    [InlineData("soap11", 11, SoapText.Type12, 12, 200, SoapText.Type12, 12)]
    [InlineData("leave-as-is", 12, SoapText.Type11, 11, 200, SoapText.Type11, 11)]
    public async Task The_answer_comes_back_in_the_form_that_the_client_spoke(
        string format, int client, string answerType, int answered, int status, string type, int form)
    {
        _backend.Script = async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = answerType;
            context.Response.Headers["X-Kept"] = "yes";
            await context.Response.WriteAsync(Expected(answered, answered));
        };
        var (sentType, body) = Message(client);
        var answer = await SoapText.PostAsync(
            _edge.HttpPort, $"/{format}/1", sentType, body, client == 11 ? ["SOAPAction: \"\"", "Accept-Encoding: gzip"] : ["Accept-Encoding: gzip"]);

        Assert.Equal((status, type, "yes"), (answer.Status, Assert.Single(answer.Values("Content-Type")), Assert.Single(answer.Values("X-Kept"))));
        Assert.Contains(Expected(form, answered), answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/xml", "<open>", 500)]
    [InlineData("application/json", "{}", 200)]
    [InlineData("text/xml", "", 200)]
    public async Task An_answer_that_is_no_XML_is_a_bad_one_if_it_says_it_is_and_else_passes_as_it_is(string type, string body, int status)
    {
        _backend.Script = async context =>
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body);
        };
        var answer = await SoapText.PostAsync(_edge.HttpPort, "/soap12/1", SoapText.Type11, In11, "SOAPAction: \"\"");

        Assert.Equal(status, answer.Status);
        Assert.Contains(status == 500 ? "<am:code>101506</am:code>" : body, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_larger_than_can_be_changed_is_refused_and_one_that_need_not_be_is_not()
    {
        var large = SoapText.Message(SoapText.Env11, $"<a>{new string('x', 9 * 1024 * 1024)}</a>");

        Assert.Equal(413, (await SoapText.PostAsync(_edge.HttpPort, "/soap12/1", SoapText.Type11, large, "SOAPAction: \"\"")).Status);
        Assert.Equal(200, (await SoapText.PostAsync(_edge.HttpPort, "/soap11/1", SoapText.Type11, large, "SOAPAction: \"\"")).Status);
        Assert.Equal(large.Length, Assert.Single(_backend.Requests).Body.Length);
    }

    [Theory]
    [InlineData("mtom", "application/xop+xml", "start-info=\"text/xml\"", "application/xop+xml; charset=utf-8; type=\"text/xml\"")]
    [InlineData("swa", "text/xml", "", "text/xml; charset=utf-8")]
    [InlineData("both", "application/xop+xml", "start-info=\"application/soap+xml\"; action=\"urn:Place\"",
        "application/xop+xml; charset=utf-8; type=\"application/soap+xml\"; action=\"urn:Place\"")]
    public async Task An_optimized_endpoint_gets_a_package(string api, string type, string info, string part)
    {
        await SoapText.PostAsync(_edge.HttpPort, $"/{api}/1", SoapText.Type11, In11, "SOAPAction: \"urn:Place\"");

        var request = Assert.Single(_backend.Requests);
        var contentType = Header(request, "Content-Type")!;
        var boundary = contentType.Split("boundary=\"")[1].Split('"')[0];
        Assert.StartsWith($"multipart/related; boundary=\"{boundary}\"; type=\"{type}\"; start=\"<root.message@gateway>\"", contentType, StringComparison.Ordinal);
        Assert.EndsWith(info, contentType, StringComparison.Ordinal);
        Assert.Equal(
            $"--{boundary}\r\nContent-Type: {part}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root.message@gateway>\r\n\r\n{(api == "both" ? In12 : In11)}\r\n--{boundary}--\r\n",
            SoapText.Of(request.Body));
        Assert.Equal(request.Body.Length.ToString(), Header(request, "Content-Length"));
    }

    [Fact]
    public async Task A_package_of_the_client_goes_through_as_it_is()
    {
        const string type = "multipart/related; boundary=b; type=\"application/xop+xml\"; start-info=\"text/xml\"";
        var body = $"--b\r\nContent-Type: application/xop+xml\r\n\r\n{In11}\r\n--b\r\n\r\n\u0000\u00ff%PDF\r\n--b--\r\n";
        foreach (var api in (string[])["mtom", "swa", "soap11", "leave-as-is"])
        {
            Assert.Equal(200, (await SoapText.PostAsync(_edge.HttpPort, $"/{api}/1", type, body, "SOAPAction: \"\"")).Status);
            Assert.Equal((type, body), (Header(_backend.Requests[^1], "Content-Type"), Encoding.Latin1.GetString(_backend.Requests[^1].Body.Span)));
        }
    }

    [Fact]
    public async Task A_WebSocket_address_is_called_by_an_upgrade()
    {
        _backend.Script = Answers.WebSocketEcho();
        using var limit = new CancellationTokenSource(Wait.Limit);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_edge.HttpPort}/socket/1/x?q=1"), limit.Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, true, limit.Token);
        var buffer = new byte[100];
        var message = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);

        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, message.Count));
        Assert.Equal("/service/x?q=1", Assert.Single(_backend.Requests).Target);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", limit.Token);
    }

    private static (string Type, string Body) Message(int version) => version switch
    {
        11 => (SoapText.Type11, In11),
        12 => ("application/soap+xml; charset=utf-8; action=\"urn:Place\"", In12),
        _ => ("application/xml", Place),
    };

    // What was no envelope before has the gateway's own prefix.
    private static string Expected(int version, int from) => version switch
    {
        11 when from == 0 => Wrapped(SoapText.Env11),
        12 when from == 0 => Wrapped(SoapText.Env12),
        11 => In11,
        12 => In12,
        _ => Place,
    };

    private static string Wrapped(string env) => $"<soapenv:Envelope xmlns:soapenv=\"{env}\"><soapenv:Body>{Place}</soapenv:Body></soapenv:Envelope>";

    private static string? Header(RecordedRequest request, string name) => request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
