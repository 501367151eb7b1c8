using Gateway.Core.Configuration.Import;

namespace Gateway.Core.Tests.Configuration.Import;

/// <summary>One row for each way in which a definition says where requests go.</summary>
public sealed class OpenApiImportTests
{
    private const string Head = "openapi: 3.0.1\ninfo: {title: Orders API, version: 1.0.0}\n";

    private const string Paths = "paths: {/x: {get: {}}}\n";

    [Theory]
    [InlineData("servers: [{url: 'http://p0/v1'}]", "[[endpoint]]\nname = \"orders-api-1.0.0\"\nurl = \"http://p0/v1\"\ntimeout = \"2m\"\n")]
    [InlineData("servers: [{url: /}, {url: 'https://{host}:{port}', variables: {host: {default: p0}, port: {default: '8443'}}}]", "[[endpoint]]\nname = \"orders-api-1.0.0\"\nurl = \"https://p0:8443\"\ntimeout = \"2m\"\n")]
    [InlineData("servers: [{url: 'http://p0'}]\nx-wso2-production-endpoints: {urls: ['http://p1'], type: http, advanceEndpointConfig: {timeoutInMillis: 3000}}", "[[endpoint]]\nname = \"orders-api-1.0.0\"\nurl = \"http://p1\"\ntimeout = \"3s\"\n")]
    [InlineData("x-wso2-sandbox-endpoints: {urls: ['http://s0']}", "[[endpoint]]\nname = \"orders-api-1.0.0-sandbox\"\nurl = \"http://s0\"\ntimeout = \"2m\"\n")]
    public void Endpoints_come_from_the_extensions_else_from_the_servers(string keys, string toml) =>
        Assert.StartsWith($"# Imported from orders.yaml by 'gateway import'.\n\n{toml}\n[[api]]\n", Importing.Toml(Importing.Single($"{Head}{keys}\n{Paths}")), StringComparison.Ordinal);

    [Fact]
    public void Several_urls_without_a_type_are_dealt_in_turn() => Assert.Contains(
        "type = \"load_balance\"\nmembers = [\"orders-api-1.0.0-a\", \"orders-api-1.0.0-b\"]\n",
        Importing.Toml(Importing.Single($"{Head}x-wso2-production-endpoints: {{urls: ['http://p0', 'http://p1']}}\n{Paths}")), StringComparison.Ordinal);

    [Fact]
    public void Urls_of_type_failover_are_a_primary_and_its_spares() => Assert.Contains(
        "type = \"failover\"\nmembers = [\"orders-api-1.0.0-primary\", \"orders-api-1.0.0-backup\"]\n",
        Importing.Toml(Importing.Single($"{Head}x-wso2-production-endpoints: {{urls: ['http://p0', 'http://p1'], type: failover}}\n{Paths}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("schemes: [http]\nhost: p0:8080\nbasePath: /v1/", "http://p0:8080/v1")]
    [InlineData("schemes: [http, https]\nhost: p0", "https://p0")]
    [InlineData("host: p0", "https://p0")]
    public void Of_OpenAPI_2_scheme_host_and_base_path_are_the_address(string keys, string url) => Assert.Contains(
        $"url = \"{url}\"\n", Importing.Toml(Importing.Single($"swagger: '2.0'\ninfo: {{title: A, version: 1.0.0}}\n{keys}\n{Paths}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("", false)]
    [InlineData("security: [{oauth: []}]", true)]
    [InlineData("security: []", false)]
    [InlineData("security: [{oauth: []}]\nx-wso2-disable-security: true", false)]
    public void Security_is_what_the_definition_demands(string keys, bool required) => Assert.Equal(
        required, Importing.Toml(Importing.Single($"{Head}servers: [{{url: 'http://p0'}}]\n{keys}\n{Paths}")).Contains("security = \"required\"", StringComparison.Ordinal));

    [Theory]
    [InlineData("x-wso2-basePath: /shop/orders/1.0.0", "/shop/orders")]
    [InlineData("x-wso2-basePath: /shop/orders", "/shop/orders")]
    [InlineData("", "/orders-api")]
    public void The_context_is_the_base_path_or_made_from_the_title(string key, string context) => Assert.Contains(
        $"context = \"{context}\"\nversion = \"1.0.0\"\n", Importing.Toml(Importing.Single($"{Head}{key}\nservers: [{{url: 'http://p0'}}]\n{Paths}")), StringComparison.Ordinal);

    [Fact]
    public void Path_items_by_reference_are_followed() => Assert.EndsWith(
        "[[api.resource]]\npath = \"/x\"\nmethods = [\"PUT\"]\n",
        Importing.Toml(Importing.Single($"{Head}servers: [{{url: 'http://p0'}}]\npaths: {{/x: {{$ref: '#/components/pathItems/~1x'}}}}\ncomponents: {{pathItems: {{/x: {{put: {{}}}}}}}}\n")), StringComparison.Ordinal);

    [Theory]
    [InlineData("paths: {/x: {$ref: '#/paths/~1y'}, /y: {$ref: '#/paths/~1x'}}", "orders.yaml:4:9: error: the reference #/paths/~1y of the path /x cannot be followed: it leads back to itself")]
    [InlineData("paths: {/x: {$ref: 'other.yaml#/x'}}", "orders.yaml:4:9: error: the reference other.yaml#/x of the path /x cannot be followed: it leads to another document, which is not fetched")]
    [InlineData("paths: {/x: {$ref: '#/nowhere'}}", "orders.yaml:4:9: error: the reference #/nowhere of the path /x cannot be followed: there is nothing at its end")]
    public void References_that_lead_nowhere_are_refused(string paths, string problem) => Assert.StartsWith(
        problem, Importing.Single($"{Head}servers: [{{url: 'http://p0'}}]\n{paths}\n").Problems[0].ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("openapi: 4.0.0\ninfo: {title: A, version: 1.0.0}\n", "orders.yaml:1:10: error: OpenAPI 4.0.0 cannot be read")]
    [InlineData("openapi: 3.0.1\n", "orders.yaml:1:1: error: the definition has no 'info'")]
    [InlineData(Head + Paths, "orders.yaml:1:1: error: the definition names no backend: neither x-wso2-production-endpoints nor a server with a whole address")]
    public void A_definition_that_lacks_something_is_refused(string text, string problem)
    {
        var result = Importing.Single(text);

        Assert.Null(result.Value);
        Assert.StartsWith(problem, Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_are_made_from_the_examples_when_mocks_are_asked_for()
    {
        var result = Importing.Single($"{Head}servers: [{{url: 'http://p0'}}]\n{Paths}", options: new ImportOptions { Mock = true });

        Assert.Contains("lifecycle = \"PROTOTYPED\"\n\n[[api.resource]]\npath = \"/x\"\nmethods = [\"GET\"]\nmock = { script = \"orders-api-1.0.0/mocks/get-x.js\" }", Importing.Toml(result), StringComparison.Ordinal);
        Assert.Contains("responses[501]", Assert.Single(result.Value!.Files).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("p0", result.Value!.Toml, StringComparison.Ordinal);
    }
}
