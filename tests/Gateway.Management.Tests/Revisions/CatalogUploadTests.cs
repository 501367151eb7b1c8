using System.Text;
using Gateway.Management.Revisions;

namespace Gateway.Management.Tests.Revisions;

/// <summary>What may be sent as a catalog, and how much of it.</summary>
public sealed class CatalogUploadTests : ChangeTests
{
    [Theory]
    [InlineData(ChangeRequest.MostBytes + 1)]
    [InlineData(100 * 1024 * 1024)]
    public async Task More_than_sixteen_mebibytes_are_413_and_are_not_read(int length)
    {
        await using var node = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/config") { Content = Body(new byte[length], "application/toml") };
        request.Headers.ExpectContinue = true;

        using var answer = await node.Client.SendAsync(request);

        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task An_archive_brings_the_files_that_its_catalog_names_and_those_it_does_not_are_told()
    {
        await using var node = await StartAsync();
        const string WithFile = "[[api]]\nname = \"Pets\"\ncontext = \"/pets\"\nversion = \"1\"\nendpoint = \"a\"\nin_sequence = \"sequences/in.xml\"\n";
        var archive = Zip(
            ("deployment.toml", Running.Split("[[api]]")[0] + WithFile), ("sequences/in.xml", "<sequence xmlns=\"http://ws.apache.org/ns/synapse\" name=\"in\"/>"), ("notes.txt", "x"));

        var (status, answer) = await PutAsync(node, "?dryRun=plan", archive, "application/zip");

        Assert.Equal(200, status);
        Assert.Equal("""[{"change":"added","path":"sequences/in.xml"}]""", answer.GetProperty("difference").GetProperty("files").GetRawText());
        Assert.Equal("""["notes.txt"]""", answer.GetProperty("notApplied").GetRawText());
    }

    [Theory]
    [InlineData("../deployment.toml", "its name leads out of the archive")]
    [InlineData("/etc/passwd", "its name leads out of the archive")]
    [InlineData("x/../../y", "its name leads out of the archive")]
    [InlineData("more.zip", "it is an archive itself")]
    public async Task An_archive_that_leads_anywhere_else_is_refused(string name, string reason)
    {
        await using var node = await StartAsync();

        var (status, problem) = await PutAsync(node, "", Zip(("deployment.toml", Next), (name, "x")), "application/zip");

        Assert.Equal(422, status);
        Assert.Contains(reason, Text(problem.GetProperty("problems")[0], "message"), StringComparison.Ordinal);
        Assert.Empty(Proposals);
    }

    [Fact]
    public async Task An_archive_made_to_fill_memories_is_refused()
    {
        await using var node = await StartAsync();

        var (status, problem) = await PutAsync(node, "", Zip(("deployment.toml", Next), ("bomb.txt", new string('x', 8 * 1024 * 1024))), "application/zip");

        Assert.Equal(422, status);
        Assert.Contains("it is compressed more than 200 times", Text(problem.GetProperty("problems")[0], "message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it has no .toml file at its top", "conf/deployment.toml")]
    [InlineData("it has 2 .toml files at its top, and none is deployment.toml", "a.toml", "b.toml")]
    public async Task An_archive_says_which_of_its_files_is_the_catalog(string reason, params string[] names)
    {
        await using var node = await StartAsync();

        var (status, problem) = await PutAsync(node, "", Zip([.. names.Select(name => (name, Next))]), "application/zip");

        Assert.Equal((422, reason), (status, Text(problem.GetProperty("problems")[0], "message")));
    }

    [Theory]
    [InlineData("application/zip", "PK no archive")]
    [InlineData("application/toml", "\u00ff")]
    public async Task What_is_neither_is_refused(string type, string body)
    {
        await using var node = await StartAsync();

        Assert.Equal(422, (await PutAsync(node, "", Encoding.Latin1.GetBytes(body), type)).Status);
    }
}
