using System.Text;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Tests.Configuration;
using Gateway.Core.Wsdl;

namespace Gateway.Core.Tests.Wsdl;

public sealed class WsdlPublicationTests
{
    private const string Main =
        """
        <?xml version="1.0" encoding="utf-16"?>
        <!-- ours -->
        <wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:http="http://schemas.xmlsoap.org/wsdl/http/">
          <wsdl:import namespace="urn:b" location="../parts/b c.wsdl"/>
          <wsdl:types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
            <xs:import namespace="urn:t" schemaLocation="t.xsd"/><xs:import schemaLocation="http://elsewhere/u.xsd"/>
          </xs:schema></wsdl:types>
          <wsdl:service name="S">
            <wsdl:port name="A"><soap:address location="http://backend/a"/></wsdl:port>
            <wsdl:port name="B"><soap12:address location="http://backend/b"/><a:EndpointReference xmlns:a="http://www.w3.org/2005/08/addressing"><a:Address>http://backend/b</a:Address></a:EndpointReference></wsdl:port>
            <wsdl:port name="C"><http:address location="http://backend/c"/></wsdl:port>
          </wsdl:service>
        </wsdl:definitions>
        """;

    private static readonly TextFiles Files = new()
    {
        ["api/main.wsdl"] = Main,
        ["api/t.xsd"] = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:include schemaLocation=\"../parts/v.xsd\"/></xs:schema>",
        ["parts/v.xsd"] = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:include schemaLocation=\"../api/t.xsd\"/></xs:schema>",
        ["parts/b c.wsdl"] = "<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\"/>",
        ["http://backend:81/a?wsdl"] =
            "<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\"><types><xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">"
            + "<xs:import schemaLocation=\"t.xsd\"/><xs:import schemaLocation=\"http://elsewhere/u.xsd\"/></xs:schema></types></definitions>",
        ["http://backend:81/t.xsd"] = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:include schemaLocation=\"a?wsdl\"/></xs:schema>",
        ["secret.wsdl"] = "<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\"/>",
    };

    private static readonly WsdlPublication Publication = Publish();

    [Fact]
    public void Addresses_are_the_gateways_and_imports_are_found_there()
    {
        var xml = XDocument.Parse(Text("?wsdl"));

        Assert.Equal(
            ["https://gw:8243/orders/2.0?wsdl=parts/b%20c.wsdl"], Values(xml, "location", "import"));
        Assert.Equal(["https://gw:8243/orders/2.0?xsd=api/t.xsd", "http://elsewhere/u.xsd"], Values(xml, "schemaLocation", "import"));
        Assert.Equal(Enumerable.Repeat("https://gw:8243/orders/2.0", 3), Values(xml, "location", "address"));
        Assert.Equal("https://gw:8243/orders/2.0", Assert.Single(xml.Descendants(), e => e.Name.LocalName == "Address").Value);
        Assert.DoesNotContain("backend", xml.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_else_stays_as_it_was_written() =>
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?><!-- ours -->\n<wsdl:definitions xmlns:wsdl=", Text("?wsdl").Replace("\r", "", StringComparison.Ordinal)
            .Replace("?>\n", "?>", StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public void Schemas_lead_to_each_other_at_the_gateway()
    {
        Assert.Equal(["https://gw:8243/orders/2.0?xsd=parts/v.xsd"], Values(XDocument.Parse(Text("?xsd=api/t.xsd")), "schemaLocation", "include"));
        Assert.Equal(["https://gw:8243/orders/2.0?xsd=api/t.xsd"], Values(XDocument.Parse(Text("?xsd=parts%2Fv.xsd")), "schemaLocation", "include"));
        Assert.Equal("definitions", XDocument.Parse(Text("?wsdl=parts/b%20c.wsdl")).Root!.Name.LocalName);
    }

    [Theory]
    [InlineData("?wsdl", true, true)]
    [InlineData("?WSDL", true, true)]
    [InlineData("?wsdl=", true, true)]
    [InlineData("?Wsdl=api/main.wsdl", true, true)]
    [InlineData("?wsdl2", true, false)]
    [InlineData("?xsd=gone.xsd", true, false)]
    [InlineData("?wsdl=secret.wsdl", true, false)]
    [InlineData("?wsdl=../secret.wsdl", true, false)]
    [InlineData("?q=wsdl", false, false)]
    [InlineData("?wsdls", false, false)]
    [InlineData("?", false, false)]
    [InlineData("", false, false)]
    public void Nothing_but_the_APIs_own_documents_is_published(string query, bool isAsked, bool isFound)
    {
        Assert.Equal(isAsked, WsdlPublication.IsAskedFor(query));
        Assert.Equal(isFound, isAsked && Publication.Find(query) is not null);
    }

    [Fact]
    public void What_was_fetched_goes_by_a_number_and_not_by_the_backends_address()
    {
        var publication = Publish("http://backend:81/a?wsdl");

        var main = XDocument.Parse(Encoding.UTF8.GetString(publication.Find("?wsdl")!));
        Assert.Equal(["https://gw:8243/orders/2.0?xsd=1", "http://elsewhere/u.xsd"], Values(main, "schemaLocation", "import"));
        Assert.DoesNotContain("backend", main.ToString(), StringComparison.Ordinal);
        var schema = XDocument.Parse(Encoding.UTF8.GetString(publication.Find("?xsd=1")!));
        Assert.Equal(["https://gw:8243/orders/2.0?xsd=0"], Values(schema, "schemaLocation", "include"));
        Assert.Null(publication.Find("?xsd=http://backend:81/t.xsd"));
    }

    private static string Text(string query) => Encoding.UTF8.GetString(Publication.Find(query)!);

    private static IEnumerable<string> Values(XDocument xml, string attribute, string element) =>
        xml.Descendants().Where(e => e.Name.LocalName == element).Select(e => (string?)e.Attribute(attribute)).OfType<string>();

    private static WsdlPublication Publish(string wsdl = "api/main.wsdl")
    {
        var text =
            $"""
            [[endpoint]]
            name = "e"
            url = "http://backend"
            [[api]]
            name = "Orders"
            context = "/orders"
            version = "2.0"
            endpoint = "e"
            type = "soap"
            wsdl = "{wsdl}"
            [[api]]
            name = "Other"
            context = "/other"
            version = "1"
            endpoint = "e"
            type = "soap"
            wsdl = "secret.wsdl"
            """;
        var read = DeploymentReader.Read(
            new DeploymentSource("d.toml", "/base", text, NodeKind.Edge, new Dictionary<string, string>(), [], Strict: false) { Files = Files });
        Assert.Empty(read.Problems);
        var catalog = read.Value!.Catalog;
        return WsdlPublication.Of(catalog, catalog.Apis[0], "https://gw:8243");
    }
}
