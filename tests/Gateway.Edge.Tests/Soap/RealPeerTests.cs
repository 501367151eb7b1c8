using System.ServiceModel;
using System.ServiceModel.Channels;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Soap;

/// <summary>SOAP through the gateway with a real client, System.ServiceModel, and a real service, SoapCore.</summary>
public sealed class RealPeerTests : IAsyncLifetime, IDisposable
{
    private readonly FreePorts _ports = new();
    private OrderService _service = null!;
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _service = await OrderService.StartAsync();
        string wsdl;
        using (var http = new HttpClient())
        {
            wsdl = await http.GetStringAsync(_service.Url + "/v12?wsdl");
        }

        var (service, port) = PortOf(wsdl);
        _edge = await TestEdge.StartAsync(
            Leaf("as-is", "/any", "type = \"address\"") + Leaf("soap11", "/v11", "type = \"soap\"")
            + Leaf("soap12", "/v12", "type = \"soap\"", "format = \"soap12\"") + Leaf("mtom", "/mtom", "type = \"address\"", "optimize = \"mtom\"")
            + $"[[endpoint]]\nname = \"wsdl\"\ntype = \"wsdl\"\nwsdl = \"orders.wsdl\"\nservice = \"{service}\"\nport = \"{port}\"\n{Toml.NeverSuspended}\n\n"
            + Toml.Endpoint("gone", $"http://127.0.0.1:{_ports.Next()}", "type = \"soap\"", Toml.NeverSuspended)
            + Toml.Api("wsdl", "wsdl", "type = \"soap\"", "wsdl = \"orders.wsdl\"", "transports = [\"http\"]")
            + Toml.Api("any", "as-is", "type = \"soap\"") + Toml.Api("v11", "soap11", "type = \"soap\"") + Toml.Api("v12", "soap12", "type = \"soap\"")
            + Toml.Api("mtom", "mtom", "type = \"soap\"") + Toml.Api("gone", "gone", "type = \"soap\"")
            + Toml.Api("locked", "as-is", "type = \"soap\"", "security = \"required\""),
            prepare: folder => File.WriteAllText(Path.Combine(folder, "orders.wsdl"), wsdl));
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _service.DisposeAsync();
    }

    public void Dispose() => _ports.Dispose();

    [Theory]
    [InlineData("any", 11)]
    [InlineData("any", 12)]
    [InlineData("v11", 11)]
    [InlineData("v11", 12)]
    [InlineData("v12", 11)]
    [InlineData("v12", 12)]
    [InlineData("wsdl", 11)]
    [InlineData("wsdl", 12)]
    public void A_client_of_either_version_calls_a_service_of_either_and_gets_its_faults(string api, int version) => Call<IOrders>(api, version, orders =>
    {
        Assert.Equal("placed <7> & caf\u00e9", orders.Place("<7> & caf\u00e9"));

        var fault = Assert.ThrowsAny<FaultException>(() => orders.Fail("sold out"));
        Assert.Equal("sold out", fault.Reason.GetMatchingTranslation().Text);
    });

    [Theory]
    [InlineData("gone", 11, "Server", "101503")]
    [InlineData("gone", 12, "Receiver", "101503")]
    public void A_fault_of_the_gateway_is_a_FaultException_to_the_client(string api, int version, string code, string wso2) =>
        Call<IOrders>(api, version, orders =>
        {
            var fault = Assert.ThrowsAny<FaultException>(() => orders.Place("7"));

            Assert.Equal(code, fault.Code.Name);
            using var detail = fault.CreateMessageFault().GetReaderAtDetailContents();
            var said = (XElement)XNode.ReadFrom(detail);
            Assert.Equal(wso2, (string?)said.Element("{http://wso2.org/apimanager}code"));
            Assert.Equal((string?)said.Element("{http://wso2.org/apimanager}description"), fault.Reason.GetMatchingTranslation().Text);
        });

    [Fact]
    public void A_client_without_credentials_is_told_so_by_HTTP() =>
        Call<IOrders>("locked", 11, orders => Assert.Throws<System.ServiceModel.Security.MessageSecurityException>(() => orders.Place("7")));

    [Fact]
    public void MTOM_goes_through_in_both_directions()
    {
        var binding = new BasicHttpBinding
        {
            MessageEncoding = WSMessageEncoding.Mtom,
            MaxReceivedMessageSize = 16 * 1024 * 1024,
            MaxBufferSize = 16 * 1024 * 1024,
            ReaderQuotas = XmlDictionaryReaderQuotas.Max,
        };
        var file = new byte[1024 * 1024];
        new Random(7).NextBytes(file);
        Call<IFiles>("mtom", binding, files => Assert.Equal(file.Reverse(), files.Turn(file)));

        var type = Assert.Single(_service.MtomTypes);
        Assert.StartsWith("multipart/related", type, StringComparison.Ordinal);
        Assert.Contains("application/xop+xml", type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_leads_a_client_to_the_gateway_and_its_schemas_compile()
    {
        var answer = await RawConnection.GetAsync(_edge.HttpPort, "/wsdl/1?wsdl");
        var wsdl = XDocument.Parse(answer.Body);
        var address = wsdl.Descendants().Where(element => element.Name.LocalName == "address").Select(element => (string?)element.Attribute("location")).Distinct();

        Assert.Equal($"http://localhost:{_edge.HttpPort}/wsdl/1", Assert.Single(address));
        var schemas = new XmlSchemaSet { XmlResolver = null };
        foreach (var schema in wsdl.Descendants("{http://www.w3.org/2001/XMLSchema}schema"))
        {
            using var reader = schema.CreateReader();
            schemas.Add(null, reader);
        }

        schemas.Compile();
        Assert.True(schemas.GlobalElements.Contains(new XmlQualifiedName("Place", "urn:orders")));
    }

    private static (string Service, string Port) PortOf(string wsdl)
    {
        var service = XDocument.Parse(wsdl).Descendants("{http://schemas.xmlsoap.org/wsdl/}service").Single();
        return ((string)service.Attribute("name")!, (string)service.Elements("{http://schemas.xmlsoap.org/wsdl/}port").First().Attribute("name")!);
    }

    private string Leaf(string name, string path, params string[] keys) => Toml.Endpoint(name, _service.Url + path, [.. keys, Toml.NeverSuspended]);

    private void Call<T>(string api, int version, Action<T> action) => Call(api, version == 11
        ? new BasicHttpBinding()
        : new CustomBinding(
            new TextMessageEncodingBindingElement(MessageVersion.CreateVersion(EnvelopeVersion.Soap12, AddressingVersion.None), Encoding.UTF8),
            new HttpTransportBindingElement()), action);

    private void Call<T>(string api, Binding binding, Action<T> action)
    {
        binding.SendTimeout = binding.OpenTimeout = binding.ReceiveTimeout = Wait.Limit;
        var factory = new ChannelFactory<T>(binding, new EndpointAddress($"http://127.0.0.1:{_edge.HttpPort}/{api}/1"));
        try
        {
            var channel = factory.CreateChannel();
            action(channel);
            ((IClientChannel)channel!).Close();
        }
        finally
        {
            factory.Abort();
        }
    }
}
