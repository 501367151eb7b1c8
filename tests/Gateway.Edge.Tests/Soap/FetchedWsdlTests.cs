using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Management.Configuration;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Soap;

/// <summary>A WSDL at an address: fetched when the configuration is read, and part of what is then served.</summary>
public sealed class FetchedWsdlTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-wsdl-").FullName;
    private ScriptedBackend _backend = null!;

    public async Task InitializeAsync() => _backend = await ScriptedBackend.StartAsync("service", http => http.Request.Path.Value switch
    {
        "/wsdl" => TellAsync(http, Wsdl("/service")),
        "/types" => TellAsync(http, "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>"),
        "/moved" => Redirect(http, "/wsdl"),
        "/thrice" => Redirect(http, "/twice"),
        "/twice" => Redirect(http, "/moved"),
        "/circle" => Redirect(http, "/circle"),
        "/to-file" => Redirect(http, "file:///etc/passwd"),
        "/gone" => Status(http, 404),
        "/empty-redirect" => Status(http, 302),
        "/long" => TellAsync(http, new string(' ', (4 * 1024 * 1024) + 1)),
        "/endless" => EndlessAsync(http),
        "/utf7" => BytesAsync(http, "text/xml; charset=utf-7", Encoding.ASCII.GetBytes(Wsdl("/service"))),
        "/latin" => BytesAsync(http, "text/xml; charset=iso-8859-1", Encoding.Latin1.GetBytes($"<!-- ü -->{Wsdl("/service")}")),
        "/utf16" => BytesAsync(http, "application/wsdl+xml", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Wsdl("/service"))]),
        "/not-utf8" => BytesAsync(http, "text/xml", Encoding.Latin1.GetBytes($"<!-- ü -->{Wsdl("/service")}")),
        "/odd-charset" => BytesAsync(http, "text/xml; charset=klingon", Encoding.Latin1.GetBytes(Wsdl("/service"))),
        "/dtd" => TellAsync(http, "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><d>&e;</d>"),
        "/schema-gone" => TellAsync(http, Wsdl("/service").Replace("/types", "/gone", StringComparison.Ordinal)),
        _ => TellAsync(http, $"<served at='{http.Request.Path}'/>"),
    });

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("/wsdl")]
    [InlineData("/moved")]
    [InlineData("/thrice")]
    [InlineData("/latin")]
    [InlineData("/utf16")]
    public async Task Address_and_format_are_those_of_the_port_and_the_documents_are_part_of_the_bundle(string path)
    {
        var read = await ReadAsync($"{_backend.Url}{path}");

        Assert.Empty(read.Problems);
        var catalog = read.Value!.Catalog;
        var leaf = Assert.IsType<WsdlEndpoint>(catalog.Endpoints["w"]);
        Assert.Equal(($"{_backend.Url}/service", MessageFormat.Soap11), (leaf.Url, leaf.Settings.Format));
        Assert.Equal(((string[])[$"{_backend.Url}/types", $"{_backend.Url}{path}"]).Order(StringComparer.Ordinal), catalog.Files.Select(file => file.Path));
        Assert.Equal(catalog.Bundle, CatalogReader.Read("revision 7", catalog.Bundle.Text).Value?.Bundle);
    }

    [Theory]
    [InlineData("/gone", "the server answers 404")]
    [InlineData("/empty-redirect", "the server answers 302")]
    [InlineData("/circle", "it redirects more than 3 times")]
    [InlineData("/to-file", "it redirects to where nothing is fetched: its scheme is file, and only http and https are fetched")]
    [InlineData("/long", "it is longer than 4 MiB")]
    [InlineData("/endless", "it is longer than 4 MiB")]
    [InlineData("/not-utf8", "it is not UTF-8")]
    [InlineData("/utf7", "it is not in its charset 'utf-7', or nobody here knows that")]
    [InlineData("/odd-charset", "it is not in its charset 'klingon', or nobody here knows that")]
    public async Task What_cannot_be_fetched_is_an_error_where_it_is_named(string path, string why)
    {
        var read = await ReadAsync($"{_backend.Url}{path}");

        Assert.Null(read.Value);
        Assert.Equal(
            $"{_folder}/deployment.toml:4:8: error: {_backend.Url}{path} cannot be used: {why}\n"
            + "    hint: Look whether the address is right and can be reached from this machine; or save the document below the folder of this file, and name it.",
            Assert.Single(read.Problems).ToString());
    }

    [Fact]
    public async Task What_is_wrong_in_a_document_is_said_with_its_address_and_line()
    {
        Assert.StartsWith($"{_backend.Url}/dtd:1:1: error: it has a document type declaration (DTD)", await ProblemAsync("/dtd"), StringComparison.Ordinal);
        Assert.StartsWith($"{_backend.Url}/schema-gone:1:", await ProblemAsync("/schema-gone"), StringComparison.Ordinal);
        await _backend.RefuseAsync();
        Assert.Contains("Connection refused", await ProblemAsync("/wsdl"), StringComparison.Ordinal);

        async Task<string> ProblemAsync(string path) => Assert.Single((await ReadAsync($"{_backend.Url}{path}")).Problems).ToString();
    }

    [Fact]
    public async Task A_silo_fetches_nothing_and_starts_all_the_same()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "deployment.toml"), Endpoint($"{_backend.Url}/gone"));

        var read = await DeploymentFile.ReadAsync(Path.Combine(_folder, "deployment.toml"), NodeKind.Silo, [], strict: true);

        Assert.Empty(read.Problems);
        Assert.NotNull(read.Value);
        Assert.Equal(0, _backend.Count);
    }

    [Fact]
    public async Task An_edge_serves_by_it_and_a_fetch_that_fails_later_leaves_what_runs_untouched()
    {
        var api = Toml.Api("orders", "w", "type = \"soap\"", $"wsdl = \"{_backend.Url}/wsdl\"");
        await using var edge = await TestEdge.StartAsync($"{Endpoint($"{_backend.Url}/wsdl")}\n{api}");
        await edge.WaitForClusterAsync();
        await AssertServesAsync();
        var description = await edge.Http.GetStringAsync("/orders/1?wsdl");
        Assert.Contains("/orders/1?xsd=1", description, StringComparison.Ordinal);
        Assert.DoesNotContain($":{_backend.Port}", description, StringComparison.Ordinal);
        Assert.Contains("schema", await edge.Http.GetStringAsync("/orders/1?xsd=1"), StringComparison.Ordinal);

        edge.Rewrite($"{Endpoint($"{_backend.Url}/gone")}\n{api}");
        await edge.WaitForLogAsync("ReloadRefused");
        Assert.Contains(edge.Log.Lines, line => line.Contains($"error: {_backend.Url}/gone cannot be used: the server answers 404", StringComparison.Ordinal));
        await AssertServesAsync();

        async Task AssertServesAsync() => Assert.Equal(
            (200, "<served at='/service'/>"),
            await SoapText.PostAsync(edge.HttpPort, "/orders/1", SoapText.Type11, SoapText.Message(SoapText.Env11, "<o/>"), "SOAPAction: \"urn:o\"") is var answer
                ? (answer.Status, answer.Body) : default);
    }

    private string Wsdl(string service) =>
        "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/' xmlns:x='http://www.w3.org/2001/XMLSchema'>"
        + "<types><x:schema><x:import schemaLocation='/types'/></x:schema></types>"
        + $"<service name='S'><port name='P'><s:address location='{_backend.Url}{service}'/></port></service></definitions>";

    private static string Endpoint(string wsdl) => $"[[endpoint]]\nname = \"w\"\ntype = \"wsdl\"\nwsdl = \"{wsdl}\"\nservice = \"S\"\nport = \"P\"\n";

    private async Task<ReadResult<Deployment>> ReadAsync(string wsdl)
    {
        var file = Path.Combine(_folder, "deployment.toml");
        await File.WriteAllTextAsync(file, Endpoint(wsdl));
        return await DeploymentFile.ReadAsync(file, NodeKind.Edge, [], strict: false);
    }

    private static Task TellAsync(HttpContext http, string text) => BytesAsync(http, "text/xml; charset=utf-8", Encoding.UTF8.GetBytes(text));

    private static Task BytesAsync(HttpContext http, string type, byte[] bytes)
    {
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes).AsTask();
    }

    // Without a length, and until nobody reads any more.
    private static async Task EndlessAsync(HttpContext http)
    {
        http.Response.ContentType = "text/xml";
        var part = new byte[64 * 1024];
        for (var sent = 0; sent < 1024 && !http.RequestAborted.IsCancellationRequested; sent++)
        {
            await http.Response.Body.WriteAsync(part);
        }
    }

    private static Task Redirect(HttpContext http, string where)
    {
        http.Response.Headers.Location = where;
        return Status(http, StatusCodes.Status302Found);
    }

    private static Task Status(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
