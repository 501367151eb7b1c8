namespace Gateway.Core.Tests.Configuration.Import;

public sealed class WsdlImportTests
{
    private const string Wsdl = """
        <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <types><xs:schema><xs:include schemaLocation="schemas/order.xsd"/></xs:schema></types>
          <service name="Orders">
            <port name="Here"><soap:address location="http://10.0.0.1/orders"/></port>
            <port name="There"><soap:address location="http://10.0.0.2/orders"/></port>
          </service>
        </definitions>
        """;

    private const string Schema = "<schema xmlns=\"http://www.w3.org/2001/XMLSchema\"/>";

    [Fact]
    public void A_folder_with_a_WSDL_and_its_schemas_becomes_a_SOAP_API_that_publishes_them()
    {
        var result = Importing.Project(null, ("orders.wsdl", Wsdl), ("schemas/order.xsd", Schema));

        Assert.Equal(
            "# Imported from project by 'gateway import'.\n\n[[endpoint]]\nname = \"orders-1.0.0\"\ntype = \"address\"\nurl = \"http://10.0.0.1/orders\"\ntimeout = \"2m\"\n\n"
                + "[[api]]\nname = \"Orders\"\ncontext = \"/orders\"\nversion = \"1.0.0\"\nendpoint = \"orders-1.0.0\"\ntype = \"soap\"\nwsdl = \"orders-1.0.0/wsdl/orders.wsdl\"\n",
            Importing.Toml(result));
        Assert.Equal(["orders-1.0.0/wsdl/orders.wsdl", "orders-1.0.0/wsdl/schemas/order.xsd"], result.Value!.Files.Select(file => file.Path));
        Assert.Equal("One address serves an API: that of the port Here.", Importing.Line(result, "service.Orders.port.There").Text);
    }

    [Fact]
    public void A_SOAP_API_with_an_endpoint_of_type_wsdl_takes_service_and_port_from_its_project()
    {
        var result = Importing.Project(new Core.Configuration.Import.ImportOptions { Anonymous = true },
            ("api.yaml", "type: api\nversion: v4\ndata:\n  name: Orders\n  version: 1.0.0\n  context: /orders\n  type: SOAP\n  endpointConfig:\n    endpoint_type: wsdl\n    production_endpoints: {url: 'http://10.0.0.1/orders?wsdl'}\n    wsdlendpointService: Orders\n    wsdlendpointPort: There\n"),
            ("WSDL/orders.wsdl", Wsdl), ("WSDL/schemas/order.xsd", Schema));

        Assert.Contains("type = \"wsdl\"\nwsdl = \"orders-1.0.0/wsdl/orders.wsdl\"\nservice = \"Orders\"\nport = \"There\"\n", Importing.Toml(result), StringComparison.Ordinal);
        Assert.Contains("type = \"soap\"\nwsdl = \"orders-1.0.0/wsdl/orders.wsdl\"\n", result.Value!.Toml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><d>&e;</d>", "a.wsdl:1:")]
    [InlineData("<description xmlns=\"http://www.w3.org/ns/wsdl\"/>", "a.wsdl:1:2: error: this is WSDL 2.0; only WSDL 1.1 is read")]
    [InlineData("<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\"><service></definitions>", "a.wsdl:1:")]
    [InlineData("<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\"/>", "a.wsdl:1:1: error: no port of a service in it has an address")]
    [InlineData("<endpoint xmlns=\"http://ws.apache.org/ns/synapse\"><recipientlist/></endpoint>", "a.wsdl:1:52: error: an endpoint of the kind 'recipientlist' cannot be imported")]
    [InlineData("<sequence xmlns=\"http://ws.apache.org/ns/synapse\" name=\"s\"><drop/></sequence>", "a.wsdl:1:1: error: no endpoint stands in it")]
    public void XML_that_cannot_be_imported_is_refused_at_its_place(string xml, string problem)
    {
        var result = Importing.Single(xml, "a.wsdl");

        Assert.Null(result.Value);
        Assert.StartsWith(problem, Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_that_is_not_among_the_files_is_refused_by_its_name()
    {
        var result = Importing.Single(Wsdl, "orders.wsdl");

        Assert.Equal(
            "orders.wsdl:2:33: error: it imports 'schemas/order.xsd', which is not among the files\n    hint: Import the folder that has all of them; nothing is fetched.",
            Assert.Single(result.Problems).ToString());
    }

    [Fact]
    public void Endpoints_of_Synapse_keep_their_groups_weights_and_settings()
    {
        var result = Importing.Single("""
            <definitions xmlns="http://ws.apache.org/ns/synapse">
              <endpoint name="OrdersGroup">
                <session type="http"><sessionTimeout>60000</sessionTimeout></session>
                <loadbalance algorithm="org.apache.synapse.endpoints.algorithms.WeightedRRLCAlgorithm" failover="false">
                  <endpoint name="first"><http uri-template="http://a/{uri.var.id}" method="GET"/><property name="loadbalance.weight" value="3"/></endpoint>
                  <endpoint><failover dynamic="false"><endpoint key="spare"/><endpoint name="last">
                    <address uri="http://b" format="soap11"><timeout><duration>5000</duration><responseAction>discard</responseAction></timeout>
                      <suspendOnFailure><errorCodes>101500, 101501</errorCodes><initialDuration>1000</initialDuration><progressionFactor>2</progressionFactor><maximumDuration>60000</maximumDuration></suspendOnFailure>
                      <markForSuspension><errorCodes>101504</errorCodes><retriesBeforeSuspension>3</retriesBeforeSuspension><retryDelay>1</retryDelay></markForSuspension>
                      <retryConfig><disabledErrorCodes>101503</disabledErrorCodes></retryConfig></address></endpoint></failover></endpoint>
                </loadbalance>
              </endpoint>
              <endpoint name="spare"><address uri="http://c"/></endpoint>
            </definitions>
            """, "groups.xml");

        Assert.Equal("""
            # Imported from groups.xml by 'gateway import'.

            [[endpoint]]
            name = "first"
            url = "http://a/{uri.var.id}"
            method = "get"
            weight = 3
            timeout = "2m"
            retry = { enabled_error_codes = [-1] }

            [[endpoint]]
            name = "last"
            type = "address"
            url = "http://b"
            format = "soap11"
            timeout = { duration = "5s", action = "discard" }
            suspend = { error_codes = [101500, 101501], initial = "1s", factor = 2.0, maximum = "1m" }
            mark_for_suspension = { error_codes = [101504], retries = 3, delay = "1ms" }
            retry = { disabled_error_codes = [101503] }

            [[endpoint]]
            name = "orders-group-2"
            type = "failover"
            members = ["spare", "last"]
            order = "listed"
            return_to_primary = false
            total_timeout = "125s"

            [[endpoint]]
            name = "orders-group"
            type = "load_balance"
            members = ["first", "orders-group-2"]
            algorithm = "least_outstanding"
            total_timeout = "245s"
            session = { type = "cookie", timeout = "1m" }

            [[endpoint]]
            name = "spare"
            type = "address"
            url = "http://c"
            timeout = "2m"

            """, Importing.Toml(result));
    }
}
