using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Revisions;
using Gateway.Grains.Catalog;

namespace Gateway.Management.Tests.Revisions;

/// <summary><c>POST /v1/config/rollback</c> and <c>POST /v1/apis/import</c>.</summary>
public sealed class RollbackAndImportTests : ChangeTests
{
    [Fact]
    public async Task A_rollback_proposes_the_old_bundle_anew()
    {
        await using var node = await StartAsync();
        node.Cluster.Bundles[5] = new KeptBundle(5, "h5", Next);

        var (status, answer) = await PostAsync(node, "/v1/config/rollback", """{"revision":5,"expect":7}""", "application/json");

        Assert.Equal((200, "applied", 8), (status, Text(answer, "status"), answer.GetProperty("revision").GetInt32()));
        Assert.Equal((7L, new RevisionOrigin(RevisionCause.Rollback, "loopback", "127.0.0.1", 5)), Proposals.Single() is var made ? (made.Expect, made.Origin) : default);
    }

    [Theory]
    [InlineData("""{"revision":9}""", 404, "There is no revision 9. Those that are remembered: 4 to 7.")]
    [InlineData("""{"revision":4}""", 404, "Revision 4 is known, but what it held is no longer kept. The last one to go back to is 5.")]
    [InlineData("""{"revision":0}""", 400, "revision is the number")]
    [InlineData("""{"revision":5,"expect":0}""", 400, "expect is the number")]
    [InlineData("""{"revision":"five"}""", 400, "The body is not {\"revision\": 7}")]
    [InlineData("""{"revision":5,"force":true}""", 400, "force")]
    [InlineData("null", 400, "The body is null")]
    public async Task A_rollback_to_what_is_not_there_says_what_is(string body, int expected, string reason)
    {
        await using var node = await StartAsync();

        var (status, problem) = await PostAsync(node, "/v1/config/rollback", body, "application/json");

        Assert.Equal(expected, status);
        Assert.Contains(reason, Text(problem, "detail"), StringComparison.Ordinal);
        Assert.Empty(Proposals);
    }

    [Fact]
    public async Task An_OpenAPI_definition_comes_into_the_running_catalog()
    {
        await using var node = await StartAsync();

        var (status, answer) = await PostAsync(node, "/v1/apis/import?name=dogs.yaml&anonymous=true", Definition, "application/yaml");

        Assert.Equal((200, "applied"), (status, Text(answer, "status")));
        Assert.Equal(7, Proposals.Single().Expect);
        Assert.Equal(RevisionCause.Import, Proposals.Single().Origin.Cause);
        var catalog = CatalogReader.Read("x", Proposals.Single().Text).Value!;
        Assert.Equal(["Pets 1", "Dogs 2.0"], catalog.Apis.Select(api => $"{api.Name} {api.Version}"));
        Assert.NotEqual(0, answer.GetProperty("import").GetProperty("report").GetArrayLength());
    }

    [Fact]
    public async Task A_project_comes_as_an_archive()
    {
        await using var node = await StartAsync();

        var (status, answer) = await PostAsync(node, "/v1/apis/import?dryRun=plan", Zip(("Dogs-2.0/swagger.yaml", Definition)), "application/zip");

        Assert.Equal((200, "planned"), (status, Text(answer, "status")));
        Assert.Empty(Proposals);
    }

    [Fact]
    public async Task An_API_that_is_there_is_replaced_only_when_that_is_asked_for()
    {
        await using var node = await StartAsync();
        var pets = Definition.Replace("Dogs", "Pets", StringComparison.Ordinal).Replace("2.0", "1", StringComparison.Ordinal);

        var (status, problem) = await PostAsync(node, "/v1/apis/import", pets, "application/yaml");
        Assert.Equal((409, "API 'Pets' 1 is there already. Replace it with replace=true, or import another version."), (status, Text(problem, "detail")));

        Assert.Equal(200, (await PostAsync(node, "/v1/apis/import?replace=true", pets, "application/yaml")).Status);
    }

    [Theory]
    [InlineData("application/yaml", "just: text", 422)]
    [InlineData("application/json", "{", 422)]
    [InlineData("application/xml", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>", 422)]
    [InlineData("application/zip", "no archive", 422)]
    [InlineData("text/plain", "x", 415)]
    public async Task What_cannot_be_imported_is_told_and_changes_nothing(string type, string body, int expected)
    {
        await using var node = await StartAsync();

        var (status, problem) = await PostAsync(node, "/v1/apis/import", body, type);

        Assert.Equal(expected, status);
        Assert.DoesNotContain("root:", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(Proposals);
    }

    [Theory]
    [InlineData("?name=a/b")]
    [InlineData("?mock=2")]
    [InlineData("?force=true")]
    public async Task A_query_of_an_import_that_does_not_fit_is_refused(string query)
    {
        await using var node = await StartAsync();

        Assert.Equal(400, (await PostAsync(node, $"/v1/apis/import{query}", Definition, "application/yaml")).Status);
    }

    private const string Definition = """
        openapi: 3.0.1
        info: { title: Dogs, version: "2.0" }
        servers: [{ url: "http://dogs.example/v2" }]
        paths:
          /dogs:
            get: { responses: { "200": { description: ok } } }
        """;
}
