using System.Net;
using Gateway.Core.Configuration.Import;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Import;

/// <summary>What WSO2's APIs run besides forwarding, imported and served.</summary>
public sealed class ImportedMediationTests
{
    [Fact]
    public async Task The_policy_of_a_default_endpoint_says_where_the_request_goes()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        var policy = Imports.Fixture("sequence-set_default_endpoint_destination.xml").Replace("http://nodebackend:3001", backend.Url, StringComparison.Ordinal);
        var imported = Imports.Single("api.json", Imports.Fixture("api-4x-default.create.json"), new ImportOptions
        {
            Anonymous = true,
            Policies = [new ImportFile("set_default_endpoint_destination.j2", policy, "set_default_endpoint_destination.j2")],
        });

        // As whoever migrates has to decide: the policy's address is one of this machine's own.
        var toml = imported.Toml.Replace("type = \"default\"\n", "type = \"default\"\nallowed_hosts = [\"127.0.0.1\"]\n", StringComparison.Ordinal);
        await using var edge = await Imports.StartAsync(imported with { Toml = toml });

        using var answer = await edge.Http.GetAsync("/defaultEndpointInvokeContext/1.0.0/");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("/jaxrs_basic/services/customers/customerservice/customers/123", backend.Requests.Single().Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/pets", null, 200, null, "")]
    [InlineData("GET", "/pets/7", null, 200, null, "")]
    [InlineData("GET", "/pets?responseCode=501", null, 501, "application/json", "{\"code\":501,\"description\":\"Not Implemented\"}")]
    [InlineData("GET", "/pets?responseCode=501", "application/xml", 501, "application/xml", "<response><code>501</code><description>Not Implemented</description></response>")]
    [InlineData("DELETE", "/oldpets", null, 200, null, "")]
    [InlineData("POST", "/oldpets", null, 405, null, null)]
    public async Task The_mock_scripts_of_a_definition_answer_as_they_are(string method, string path, string? accept, int status, string? type, string? body)
    {
        var imported = Imports.Single("oas.json", Imports.Fixture("oas3-inline-mock-scripts.json"), new ImportOptions { Anonymous = true });
        await using var edge = await Imports.StartAsync(imported);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/swagger-petstore-v3/1.0.0{path}");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var answer = await edge.Http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        if (body is not null)
        {
            Assert.Equal(body, (await answer.Content.ReadAsStringAsync()).Replace(" ", "", StringComparison.Ordinal).Replace("NotImplemented", "Not Implemented", StringComparison.Ordinal));
            Assert.StartsWith(type ?? "", answer.Content.Headers.ContentType?.ToString() ?? "", StringComparison.Ordinal);
        }
    }
}
