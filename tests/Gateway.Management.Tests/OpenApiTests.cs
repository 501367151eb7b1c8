using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Management.Listener;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Management.Tests;

/// <summary><c>/openapi.json</c> and <c>/docs</c>.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task Every_request_that_the_listener_answers_is_described_and_nothing_else()
    {
        await using var node = await TestNode.StartAsync();
        var mapped = new RouteList(node.Services);
        foreach (var routes in node.Services.GetServices<IManagementRoutes>())
        {
            routes.Map(mapped);
        }

        var served = mapped.DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
                .Where(method => method != "HEAD").Select(method => $"{method} {endpoint.RoutePattern.RawText}"));
        var document = await DocumentAsync(node);
        var described = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));

        Assert.Equal(served.Order(), described.Order());
    }

    [Fact]
    public async Task Every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own_and_all_parameters_of_its_path()
    {
        await using var node = await TestNode.StartAsync();
        var document = await DocumentAsync(node);
        var schemas = document["components"]!["schemas"]!.AsObject();

        Assert.All(
            Regex.Matches(document.ToJsonString(), "\"#/components/schemas/(.+?)\"").Select(match => match.Groups[1].Value),
            name => Assert.True(schemas.ContainsKey(name), name));
        Assert.Equal("3.1.0", (string?)document["openapi"]);
        var names = new List<string>();
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (_, operation) in operations!.AsObject())
            {
                names.Add((string)operation!["operationId"]!);
                var parameters = (operation["parameters"] as JsonArray ?? []).Where(parameter => (string?)parameter!["in"] == "path")
                    .Select(parameter => (string)parameter!["name"]!);
                Assert.Equal(Regex.Matches(path, "{(.+?)}").Select(match => match.Groups[1].Value), parameters);
            }
        }

        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public async Task Schemas_are_those_of_the_bodies_that_are_read_and_written()
    {
        await using var node = await TestNode.StartAsync();
        var schemas = (await DocumentAsync(node))["components"]!["schemas"]!;
        var (_, answer) = await node.GetAsync("/v1/nodes");

        Assert.Equal(
            JsonNode.Parse(answer)!["nodes"]![0]!.AsObject().Select(property => property.Key),
            schemas["NodeAnswer"]!["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal(["reason", "forMs"], schemas["MemberWord"]!["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal(
            ["sent", "answered", "refused", "open"],
            schemas["Explanation"]!["properties"]!["outcome"]!["enum"]!.AsArray().Select(word => (string?)word));
    }

    [Fact]
    public async Task The_page_names_every_request_runs_nothing_and_comes_from_nowhere_else()
    {
        await using var node = await TestNode.StartAsync(TestNode.Settings(token: "operator"));

        using var response = await node.Client.GetAsync("/docs");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal((200, "text/html; charset=utf-8"), ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Equal(
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        foreach (var path in (await DocumentAsync(node))["paths"]!.AsObject().Select(path => path.Key))
        {
            Assert.Contains(System.Text.Encodings.Web.HtmlEncoder.Default.Encode(path), page, StringComparison.Ordinal);
        }

        Assert.DoesNotMatch("(?i)<script|style=|onload|https?://", page);
        Assert.Equal(["/docs/style.css"], Regex.Matches(page, "<link [^>]*href=\"(.*?)\"").Select(match => match.Groups[1].Value));
        Assert.All(
            Regex.Matches(page, "href=\"#(.*?)\"").Select(match => match.Groups[1].Value),
            place => Assert.Contains($"id=\"{place}\"", page, StringComparison.Ordinal));
        Assert.Equal("text/css; charset=utf-8", (await node.Client.GetAsync("/docs/style.css")).Content.Headers.ContentType?.ToString());
    }

    private static async Task<JsonObject> DocumentAsync(TestNode node)
    {
        using var response = await node.Client.GetAsync("/openapi.json");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return (await JsonSerializer.DeserializeAsync<JsonObject>(await response.Content.ReadAsStreamAsync()))!;
    }

    private sealed class RouteList(IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
    }
}
