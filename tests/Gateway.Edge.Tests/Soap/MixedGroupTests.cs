using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Soap;

/// <summary>One failover group that holds an HTTP, an address and a WSDL leaf: each is sent the message in its own form.</summary>
public sealed class MixedGroupTests : IAsyncLifetime
{
    private readonly ScriptedBackend[] _backends = new ScriptedBackend[3];
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            _backends[i] = await ScriptedBackend.StartAsync();
        }

        _edge = await TestEdge.StartAsync(
            Toml.Endpoint("first", _backends[0].Url, Toml.NeverSuspended)
            + Toml.Endpoint("second", _backends[1].Url + "/soap11", "type = \"address\"", "format = \"soap11\"", Toml.NeverSuspended)
            + $"[[endpoint]]\nname = \"third\"\ntype = \"wsdl\"\nwsdl = \"services/orders.wsdl\"\nservice = \"Orders\"\nport = \"Orders12\"\n{Toml.NeverSuspended}\n\n"
            + "[[endpoint]]\nname = \"all\"\ntype = \"failover\"\nmembers = [\"first\", \"second\", \"third\"]\norder = \"listed\"\nreplay_limit = \"1MiB\"\n\n"
            + Toml.Endpoint("also", _backends[0].Url, "type = \"soap\"", Toml.NeverSuspended)
            + Toml.Group("once", ["second", "also"], "delivery = \"at_most_once\"", "cursor = \"local\"")
            + Toml.Api("orders", "all", "type = \"soap\"") + Toml.Api("once", "once", "type = \"soap\""),
            prepare: folder =>
            {
                Directory.CreateDirectory(Path.Combine(folder, "services"));
                File.WriteAllText(
                    Path.Combine(folder, "services", "orders.wsdl"),
                    $"""
                    <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/">
                      <service name="Orders"><port name="Orders12"><soap12:address location="{_backends[2].Url}/soap12"/></port></service>
                    </definitions>
                    """);
            });
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        foreach (var backend in _backends)
        {
            await backend.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(11, 100)]
    [InlineData(12, 100)]
    [InlineData(11, 300_000)]
    [InlineData(12, 300_000)]
    public async Task A_SOAP_body_is_replayed_across_all_three(int version, int length)
    {
        _backends[0].Script = Answers.Abort();
        _backends[1].Script = Answers.Abort();
        var payload = $"<Place xmlns=\"urn:o\"><id>{new string('x', length)}</id></Place>";
        var (in11, in12) = (SoapText.Message(SoapText.Env11, payload), SoapText.Message(SoapText.Env12, payload));
        var answer = version == 11
            ? await SoapText.PostAsync(_edge.HttpPort, "/orders/1", SoapText.Type11, in11, "SOAPAction: \"urn:Place\"")
            : await SoapText.PostAsync(_edge.HttpPort, "/orders/1", "application/soap+xml; charset=utf-8; action=\"urn:Place\"", in12);

        Assert.Equal(200, answer.Status);
        var requests = _backends.Select(backend => Assert.Single(backend.Requests)).ToArray();
        Assert.Equal(["/", "/soap11", "/soap12"], requests.Select(request => request.Target));
        Assert.Equal([version == 11 ? in11 : in12, in11, in12], requests.Select(request => SoapText.Of(request.Body)));
        Assert.Equal(
            [
                version == 11 ? SoapText.Type11 : "application/soap+xml; charset=utf-8; action=\"urn:Place\"", SoapText.Type11,
                "application/soap+xml; charset=utf-8; action=\"urn:Place\"",
            ],
            requests.Select(request => request.Headers["Content-Type"].ToString()));
        Assert.Equal([version == 11, true, false], requests.Select(request => request.Headers.ContainsKey("SOAPAction")));
    }

    [Fact]
    public async Task Where_all_three_fail_the_fault_is_of_the_version_that_the_client_spoke()
    {
        foreach (var backend in _backends)
        {
            await backend.RefuseAsync();
        }

        var answer = await SoapText.PostAsync(_edge.HttpPort, "/orders/1", SoapText.Type11, SoapText.Message(SoapText.Env11, "<a/>"), "SOAPAction: \"\"");

        Assert.Equal((500, SoapText.Type11), (answer.Status, Assert.Single(answer.Values("Content-Type"))));
        Assert.Contains("<am:code>101503</am:code>", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_was_read_for_a_member_that_cannot_be_reached_goes_on_to_the_next()
    {
        await _backends[1].RefuseAsync();
        var message = SoapText.Message(SoapText.Env12, $"<a>{new string('x', 200_000)}</a>");
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(200, (await SoapText.PostAsync(_edge.HttpPort, "/once/1", SoapText.Type12, message)).Status);
        }

        Assert.Equal(4, _backends[0].Count);
    }
}
