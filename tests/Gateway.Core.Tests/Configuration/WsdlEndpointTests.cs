using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Tests.Configuration;

/// <summary>What is taken from a WSDL, and what is said of one that cannot be used.</summary>
public sealed class WsdlEndpointTests
{
    private const string Wsdl = "http://schemas.xmlsoap.org/wsdl/";

    [Theory]
    [InlineData("PhoneVerifySoap", MessageFormat.Soap11)]
    [InlineData("PhoneVerifySoap12", MessageFormat.Soap12)]
    [InlineData("PhoneVerifyHttpGet", MessageFormat.Get)]
    [InlineData("PhoneVerifyHttpPost", MessageFormat.Rest)]
    public void Address_and_format_are_those_of_the_port(string port, MessageFormat format)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Configuration", "Fixtures", "phoneverify.wsdl"));
        var read = Read(Endpoint("PhoneVerify", port), new() { ["wsdl/phone.wsdl"] = text });

        Assert.Empty(read.Problems);
        var endpoint = Assert.IsType<WsdlEndpoint>(read.Value!.Catalog.Endpoints["w"]);
        Assert.Equal(("http://ws.cdyne.com/phoneverify/phoneverify.asmx", format), (endpoint.Url, endpoint.Settings.Format));
        Assert.Equal(format is MessageFormat.Get or MessageFormat.Rest, endpoint.Settings.AppendPath);
        Assert.Equal(["wsdl/phone.wsdl"], read.Value.Catalog.Files.Select(file => file.Path));
    }

    [Fact]
    public void A_port_may_stand_in_a_document_that_is_imported_from_elsewhere_in_the_folder()
    {
        var read = Read(Endpoint("S", "P"), new()
        {
            ["wsdl/phone.wsdl"] = $"<w:definitions xmlns:w='{Wsdl}'><w:import namespace='urn:a' location='../shared/./b.wsdl'/></w:definitions>",
            ["shared/b.wsdl"] =
                $"""
                <definitions xmlns='{Wsdl}'>
                  <import location='../wsdl/phone.wsdl'/>
                  <types><x:schema xmlns:x='http://www.w3.org/2001/XMLSchema'><x:include schemaLocation='a%20b.xsd'/><x:import schemaLocation='http://elsewhere/c.xsd'/></x:schema></types>
                  <service name='S'><port name='P'><s:address xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/' location=' https://h/s '/></port></service>
                </definitions>
                """,
            ["shared/a b.xsd"] = "<schema xmlns='http://www.w3.org/2001/XMLSchema'><redefine schemaLocation='a%20b.xsd'/></schema>",
        });

        Assert.Empty(read.Problems);
        Assert.Equal("https://h/s", ((LeafEndpoint)read.Value!.Catalog.Endpoints["w"]).Url);
        Assert.Equal(["shared/a b.xsd", "shared/b.wsdl", "wsdl/phone.wsdl"], read.Value.Catalog.Files.Select(file => file.Path));
        Assert.Equal(read.Value.Catalog.Bundle, CatalogReader.Read("revision 7", read.Value.Catalog.Bundle.Text).Value?.Bundle);
    }

    public static TheoryData<string, string> Refusals() => new()
    {
        { "", "wsdl/phone.wsdl:1:1: error: it is not XML: Root element is missing\n    hint: Correct the file." },
        { "<definitions>\n</definition>", "wsdl/phone.wsdl:2:3: error: it is not XML: The 'definitions' start tag on line 1 position 2 does not match the end tag of 'definition'\n    hint: Correct the file." },
        {
            "<?xml version='1.0'?>\n<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>\n<d>&e;</d>",
            "wsdl/phone.wsdl:2:1: error: it has a document type declaration (DTD), which is not read\n    hint: Remove everything from <!DOCTYPE to its closing '>', and write out what its entities stand for."
        },
        {
            "<?xml version='1.0'?>\n <description xmlns='http://www.w3.org/ns/wsdl'/>",
            "wsdl/phone.wsdl:2:3: error: this is WSDL 2.0; only WSDL 1.1 is read\n    hint: Use the service's WSDL 1.1, or write an endpoint of type \"soap\" with its url and format."
        },
        {
            "<html/>",
            "wsdl/phone.wsdl:1:2: error: this is no WSDL: its root element is 'html', not 'definitions' of WSDL 1.1\n    hint: Name the service's WSDL 1.1 document."
        },
        {
            $"<definitions xmlns='{Wsdl}'/>",
            "deployment.toml:4:8: error: the WSDL of [[endpoint]] 'w' has no port in any service\n    hint: Name the document that has the service."
        },
        {
            $"<definitions xmlns='{Wsdl}'><service name='Sx'><port name='P'/></service><service name='T'><port name='P'/></service></definitions>",
            "deployment.toml:5:11: error: [[endpoint]] 'w' names the service 'S', which its WSDL does not have\n    hint: Did you mean \"Sx\"? The WSDL has: \"Sx\", \"T\"."
        },
        {
            $"<definitions xmlns='{Wsdl}'><service name='S'><port name='Q1'/><port name='R2'/></service></definitions>",
            "deployment.toml:6:8: error: [[endpoint]] 'w' names the port 'P', which its WSDL does not have\n    hint: The WSDL has: \"Q1\", \"R2\"."
        },
        {
            $"<definitions xmlns='{Wsdl}'>\n<service name='S'>\n <port name='P'/></service></definitions>",
            "wsdl/phone.wsdl:3:3: error: the port 'P' of [[endpoint]] 'w' has no soap:address, soap12:address or http:address\n    hint: Correct it there, or write an endpoint of type \"soap\" with a url instead."
        },
        { Address(""), Unusable("it is empty") },
        { Address("jms:/queue"), Unusable("a backend's url must begin with http://, https://, ws:// or wss://") },
        { Address("REPLACE_WITH_ACTUAL_URL"), Unusable("a backend's url must begin with http://, https://, ws:// or wss://") },
        { Address("http://{host}/x"), Unusable("it holds a '{'") },
        { Address("http://u:secret@h/"), Unusable("a backend's url cannot hold user and password; use the endpoint's 'security'") },
        {
            $"<definitions xmlns='{Wsdl}'>\n<import location='../../etc/passwd'/></definitions>",
            "wsdl/phone.wsdl:2:9: error: \"../etc/passwd\" cannot be the name of a file\n    hint: Write a path below the folder of this file, with slashes and without '..': \"mocks/order.js\". Nothing outside that folder is read."
        },
        {
            $"<definitions xmlns='{Wsdl}'>\n<import location='../../../wsdl/phone.wsdl'/></definitions>",
            "wsdl/phone.wsdl:2:9: error: \"../../wsdl/phone.wsdl\" cannot be the name of a file\n    hint: Write a path below the folder of this file, with slashes and without '..': \"mocks/order.js\". Nothing outside that folder is read."
        },
        {
            $"<definitions xmlns='{Wsdl}'>\n<import location='file:///etc/passwd'/></definitions>",
            "wsdl/phone.wsdl:2:9: error: \"wsdl/file:///etc/passwd\" cannot be the name of a file\n    hint: Write a path below the folder of this file, with slashes and without '..': \"mocks/order.js\". Nothing outside that folder is read."
        },
        {
            $"<definitions xmlns='{Wsdl}'>\n<import location='gone.wsdl'/></definitions>",
            "wsdl/phone.wsdl:2:9: error: the file wsdl/gone.wsdl cannot be used: it does not exist\n    hint: Look whether the path is right."
        },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_WSDL_that_cannot_be_used_is_refused_with_place_and_remedy(string text, string expected)
    {
        var read = Read(Endpoint("S", "P"), new() { ["wsdl/phone.wsdl"] = text });

        Assert.Null(read.Value);
        Assert.Equal(expected, string.Join('\n', read.Problems.Select(problem => problem.ToString())));
    }

    [Fact]
    public void A_WSDL_at_an_address_brings_what_its_own_server_has_and_travels_under_its_address()
    {
        const string Main = "https://h:8443/services/orders?wsdl";
        var read = Read(Endpoint("S", "P", Main), new()
        {
            [Main] =
                $"""
                <definitions xmlns='{Wsdl}'>
                  <import location='b.wsdl'/>
                  <types><x:schema xmlns:x='http://www.w3.org/2001/XMLSchema'>
                    <x:import schemaLocation='https://H:8443/services/orders?xsd=1'/><x:import schemaLocation='http://h:8443/c.xsd'/><x:import schemaLocation='https://elsewhere/c.xsd'/>
                  </x:schema></types>
                </definitions>
                """,
            ["https://h:8443/services/b.wsdl"] =
                $"<definitions xmlns='{Wsdl}'><service name='S'><port name='P'><s:address xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/' location='https://h/s'/></port></service></definitions>",
            ["https://h:8443/services/orders?xsd=1"] = "<schema xmlns='http://www.w3.org/2001/XMLSchema'><include schemaLocation='/a%20b.xsd'/></schema>",
            ["https://h:8443/a%20b.xsd"] = "<schema xmlns='http://www.w3.org/2001/XMLSchema'/>",
        });

        Assert.Empty(read.Problems);
        var catalog = read.Value!.Catalog;
        Assert.Equal("https://h/s", ((LeafEndpoint)catalog.Endpoints["w"]).Url);
        Assert.Equal(
            ["https://h:8443/a%20b.xsd", "https://h:8443/services/b.wsdl", Main, "https://h:8443/services/orders?xsd=1"], catalog.Files.Select(file => file.Path));
        Assert.Equal(catalog.Bundle, CatalogReader.Read("revision 7", catalog.Bundle.Text).Value?.Bundle);
    }

    [Theory]
    [InlineData("ftp://h/a.wsdl", "its scheme is ftp, and only http and https are fetched")]
    [InlineData("file:///etc/passwd", "its scheme is file, and only http and https are fetched")]
    [InlineData("https://u:secret@h/a?b=@", "it holds a user, which would travel to every node and be shown")]
    [InlineData("https://u:secret@h", "it holds a user, which would travel to every node and be shown")]
    [InlineData("https://u:secret@h/a", "it holds a user, which would travel to every node and be shown")]
    [InlineData("http://h/a?wsdl#b", "it holds a '#'")]
    [InlineData("http://h/a b", "it cannot be read")]
    [InlineData("http://", "it cannot be read")]
    public void An_address_that_is_not_fetched_is_refused_unasked(string address, string why)
    {
        var read = Read(Endpoint("S", "P", address), new() { [address] = Address("http://h") });

        Assert.Equal(
            $"deployment.toml:4:8: error: \"{address.Replace("u:secret@", "", StringComparison.Ordinal)}\" cannot be fetched: {why}\n"
            + "    hint: Write it like \"https://orders.example.com/service?wsdl\", or name a file below the folder of this one.",
            Assert.Single(read.Problems).ToString());
    }

    [Fact]
    public void A_document_that_was_fetched_leads_to_no_file()
    {
        var read = Read(Endpoint("S", "P", "http://h/a"), new() { ["http://h/a"] = $"<definitions xmlns='{Wsdl}'><import location='file:///etc/passwd'/></definitions>" });

        Assert.StartsWith("http://h/a:1:", Assert.Single(read.Problems).ToString(), StringComparison.Ordinal);
        Assert.Null(read.Value);
    }

    [Fact]
    public void Nothing_but_a_WSDL_may_stand_at_an_address()
    {
        var read = Read("[[endpoint]]\nname = \"d\"\ntype = \"dynamic\"\nscript = \"http://h/route.js\"\n", new() { ["http://h/route.js"] = "function route(ctx) {}" });

        Assert.Equal("\"http://h/route.js\" cannot be the name of a file", Assert.Single(read.Problems).Message);
    }

    [Fact]
    public void More_documents_than_anybody_needs_are_refused()
    {
        var files = new TextFiles();
        for (var i = 0; i <= 200; i++)
        {
            files[i == 0 ? "wsdl/phone.wsdl" : $"wsdl/{i}.wsdl"] = $"<definitions xmlns='{Wsdl}'><import location='{i + 1}.wsdl'/></definitions>";
        }

        var read = Read(Endpoint("S", "P"), files);

        Assert.Equal("wsdl/199.wsdl:1:63: error: the service description has more than 200 documents", Assert.Single(read.Problems).ToString().Split('\n')[0]);
    }

    [Fact]
    public void Elements_nested_without_end_are_refused()
    {
        var read = Read(Endpoint("S", "P"), new() { ["wsdl/phone.wsdl"] = string.Concat(Enumerable.Repeat("<a>", 200_000)) });

        Assert.Equal("wsdl/phone.wsdl:1:302: error: elements are nested more than 100 deep", Assert.Single(read.Problems).ToString().Split('\n')[0]);
    }

    [Fact]
    public void Service_and_port_are_required_and_those_there_are_are_listed()
    {
        var read = Read(
            "[[endpoint]]\nname = \"w\"\ntype = \"wsdl\"\nwsdl = \"wsdl/phone.wsdl\"\n", new() { ["wsdl/phone.wsdl"] = Address("http://h/") });

        Assert.Equal("deployment.toml:1:1: error: [[endpoint]] 'w' has no 'service'\n    hint: The WSDL has: \"S\". Name one: service = \"S\".",
            Assert.Single(read.Problems).ToString());
    }

    private static string Address(string location) =>
        $"<definitions xmlns='{Wsdl}' xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/'>\n<service name='S'>\n<port name='P'>\n  <s:address location='{location}'/></port></service></definitions>";

    private static string Unusable(string why) =>
        $"wsdl/phone.wsdl:4:4: error: the address of the port 'P' of [[endpoint]] 'w' cannot be used: {why}\n    hint: Correct it there, or write an endpoint of type \"soap\" with a url instead.";

    private static string Endpoint(string service, string port, string wsdl = "wsdl/phone.wsdl") =>
        $"[[endpoint]]\nname = \"w\"\ntype = \"wsdl\"\nwsdl = \"{wsdl}\"\nservice = \"{service}\"\nport = \"{port}\"\n";

    private static ReadResult<Deployment> Read(string text, TextFiles files) =>
        DeploymentReader.Read(new DeploymentSource(Reading.File, "/base", text, NodeKind.Edge, new Dictionary<string, string>(), [], Strict: false) { Files = files });
}
