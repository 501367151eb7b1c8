using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Soap;

/// <summary>What the gateway has to say to those who speak SOAP: a fault of the version that the request spoke.</summary>
public sealed class SoapFaultTests : IAsyncLifetime, IDisposable
{
    private TestEdge _edge = null!;
    private readonly FreePorts _ports = new();

    public async Task InitializeAsync()
    {
        var gone = $"http://127.0.0.1:{_ports.Next()}";
        _edge = await TestEdge.StartAsync(
            Toml.Endpoint("gone", gone, Toml.NeverSuspended) + Toml.Endpoint("form", gone, "type = \"soap\"", Toml.NeverSuspended)
            + Toml.Endpoint("once", gone) + Toml.Api("soap", "gone", "type = \"soap\"") + Toml.Resource("/a", "POST", "GET")
            + Toml.Api("rest", "gone") + Toml.Api("locked", "gone", "type = \"soap\"", "security = \"required\"")
            + Toml.Api("form", "form", "type = \"soap\"") + Toml.Api("once", "once", "type = \"soap\""));
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
    }

    public void Dispose() => _ports.Dispose();

    [Theory]
    [InlineData("/soap/1/a", SoapText.Type11, "SOAPAction: \"\"", 500, 11, "Server", "101503")]
    [InlineData("/soap/1/a", SoapText.Type12, "", 500, 12, "Receiver", "101503")]
    [InlineData("/soap/1/a", SoapText.Type11, "", 500, 11, "Server", "101503")]
    [InlineData("/soap/1/a", "application/json", "", 500, 11, "Server", "101503")]
    [InlineData("/soap/1/a", "application/json", "Accept: application/soap+xml", 500, 12, "Receiver", "101503")]
    [InlineData("/soap/1/a", "multipart/related; boundary=b; type=\"application/xop+xml\"; start-info=\"application/soap+xml\"", "", 500, 12, "Receiver", "101503")]
    [InlineData("/rest/1/a", SoapText.Type11, "SOAPAction: \"urn:x\"", 500, 11, "Server", "101503")]
    [InlineData("/rest/1/a", SoapText.Type12, "", 500, 12, "Receiver", "101503")]
    [InlineData("/rest/1/a", SoapText.Type11, "", 502, 0, "", "101503")]
    [InlineData("/soap/1/b", SoapText.Type12, "", 404, 12, "Sender", "404")]
    [InlineData("/soap/1/b", SoapText.Type11, "", 404, 11, "Client", "404")]
    [InlineData("/nowhere", SoapText.Type12, "", 404, 12, "Sender", "404")]
    [InlineData("/locked/1/a", SoapText.Type11, "SOAPAction: \"\"", 401, 11, "Client", "900902")]
    [InlineData("/form/1", SoapText.Type12, "", 400, 12, "Sender", "601000")]
    [InlineData("/form/1", "application/xml", "", 500, 11, "Client", "601000")]
    [InlineData("/form/1", "application/json", "", 415, 11, "Client", "415")]
    public async Task A_fault_is_of_the_version_that_the_request_spoke(
        string path, string type, string header, int status, int version, string code, string wso2)
    {
        string[] headers = header.Length > 0 ? [header] : [];
        var answer = await SoapText.PostAsync(_edge.HttpPort, path, type, "<no-end>", headers);

        Assert.Equal(status, answer.Status);
        var detail = $"<am:code>{wso2}</am:code><am:type>Status report</am:type>";
        switch (version)
        {
            case 11:
                Assert.Equal([SoapText.Type11], answer.Values("Content-Type"));
                Assert.StartsWith(
                    $"<soapenv:Envelope xmlns:soapenv=\"{SoapText.Env11}\"><soapenv:Body><soapenv:Fault><faultcode>soapenv:{code}</faultcode><faultstring>",
                    answer.Body, StringComparison.Ordinal);
                Assert.Contains($"<detail><am:fault xmlns:am=\"http://wso2.org/apimanager\">{detail}", answer.Body, StringComparison.Ordinal);
                break;
            case 12:
                Assert.Equal([SoapText.Type12], answer.Values("Content-Type"));
                Assert.StartsWith(
                    $"<soapenv:Envelope xmlns:soapenv=\"{SoapText.Env12}\"><soapenv:Body><soapenv:Fault><soapenv:Code><soapenv:Value>soapenv:{code}</soapenv:Value></soapenv:Code><soapenv:Reason><soapenv:Text xml:lang=\"en\">",
                    answer.Body, StringComparison.Ordinal);
                Assert.Contains($"<soapenv:Detail><am:fault xmlns:am=\"http://wso2.org/apimanager\">{detail}", answer.Body, StringComparison.Ordinal);
                break;
            default:
                Assert.StartsWith($"{{\"code\":\"{wso2}\"", answer.Body, StringComparison.Ordinal);
                break;
        }
    }

    [Fact]
    public async Task What_HTTP_has_to_say_besides_stays()
    {
        Assert.Equal(["Bearer"], (await SoapText.PostAsync(_edge.HttpPort, "/locked/1/a", SoapText.Type12, "<a/>")).Values("WWW-Authenticate"));
        var method = await RawConnection.AskAsync(_edge.HttpPort, "PUT /soap/1/a HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        Assert.Equal((405, "GET, HEAD, POST"), (method.Status, Assert.Single(method.Values("Allow"))));

        await SoapText.PostAsync(_edge.HttpPort, "/once/1/a", SoapText.Type12, "<a/>");
        var suspended = await SoapText.PostAsync(_edge.HttpPort, "/once/1/a", SoapText.Type12, "<a/>");
        Assert.Equal(500, suspended.Status);
        Assert.Contains("<am:code>303001</am:code>", suspended.Body, StringComparison.Ordinal);
        Assert.InRange(int.Parse(Assert.Single(suspended.Values("Retry-After"))), 1, 30);
    }
}
