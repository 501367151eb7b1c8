using System.IO.Compression;
using System.Text;
using Gateway.Core.Configuration.Import;
using Gateway.Management.Configuration;

namespace Gateway.Core.Tests.Configuration.Import;

public sealed class ImportArchiveTests
{
    private const string Api = "name: A\nversion: 1.0.0\ncontext: /a\nendpointConfig: {endpoint_type: http, production_endpoints: {url: 'http://p0'}}\n";

    [Theory]
    [InlineData("")]
    [InlineData("A-1.0.0/")]
    [InlineData("deep/er/A-1.0.0/")]
    public void A_project_is_found_in_an_archive_with_or_without_a_folder_of_its_own(string folder)
    {
        var (source, problem) = Open(($"{folder}api.yaml", Api), ($"{folder}Definitions/swagger.yaml", "openapi: 3.0.1\npaths: {/x: {get: {}}}\n"), ($"{folder}Image/icon.png", "\0\u0001"));

        Assert.Null(problem);
        var result = Importer.Import(source!, new ImportOptions());
        Assert.Contains("path = \"/x\"\n", Importing.Toml(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../api.yaml", "its name leads out of the archive, or is no name of a file")]
    [InlineData("a/../../api.yaml", "its name leads out of the archive, or is no name of a file")]
    [InlineData("/etc/api.yaml", "its name leads out of the archive, or is no name of a file")]
    [InlineData("C:/api.yaml", "its name leads out of the archive, or is no name of a file")]
    [InlineData("a\\..\\api.yaml", "its name leads out of the archive, or is no name of a file")]
    [InlineData("a\u0007.yaml", "its name leads out of the archive, or is no name of a file")]
    [InlineData("inner.zip", "it is an archive itself")]
    public void An_entry_with_a_name_that_leads_elsewhere_refuses_the_archive(string name, string fault)
    {
        var (source, problem) = Open(("api.yaml", Api), (name, Api));

        Assert.Null(source);
        Assert.Equal($"a.zip:1:1: error: this archive is not read: of its entry '{name.Replace('\u0007', '?')}', {fault}\n    hint: An export of apictl has only plain files.", problem!.ToString());
    }

    [Fact]
    public void A_name_that_stands_twice_refuses_the_archive()
    {
        var (_, problem) = Open(("api.yaml", Api), ("API.yaml", Api));

        Assert.Contains("of its entry 'API.yaml', its name stands twice", problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_grows_two_hundred_times_refuses_the_archive()
    {
        var (_, problem) = Open(("api.yaml", Api), ("big.json", new string(' ', 1024 * 1024)));

        Assert.Contains("of its entry 'big.json', it is compressed more than 200 times", problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_entries_refuse_the_archive()
    {
        var (_, problem) = Open([.. Enumerable.Range(0, 2001).Select(number => ($"{number}.yaml", ""))]);

        Assert.Equal("it has more than 2000 files", problem!.Message);
    }

    [Fact]
    public void Texts_that_are_together_too_large_refuse_the_archive()
    {
        // Letters by chance: what repeats would be refused for growing.
        var letters = new byte[12 * 1024 * 1024 / 2];
        new Random(7).NextBytes(letters);
        var (_, problem) = Open([.. Enumerable.Range(0, 3).Select(number => ($"{number}.json", Convert.ToHexString(letters)))]);

        Assert.Equal("its texts are together larger than 32 MiB", problem!.Message);
    }

    [Fact]
    public void An_encrypted_entry_refuses_the_archive()
    {
        var bytes = Zip(("api.yaml", Api)).ToArray();

        // The flag stands in the entry's own header and in the directory's.
        foreach (var (signature, at) in (ReadOnlySpan<(string, int)>)[("PK\u0003\u0004", 6), ("PK\u0001\u0002", 8)])
        {
            bytes[bytes.AsSpan().IndexOf(Encoding.Latin1.GetBytes(signature)) + at] |= 1;
        }

        Assert.Contains("it is encrypted", ImportFolder.Archive("a.zip", new MemoryStream(bytes)).Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_refuses_the_archive()
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("api.yaml").ExternalAttributes = unchecked((int)0xA1FF0000);
        }

        Assert.Contains("it is a link", ImportFolder.Archive("a.zip", stream).Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_archive_is_refused()
    {
        var bytes = Zip(("api.yaml", Api)).ToArray();

        Assert.StartsWith("this archive cannot be read: ", ImportFolder.Archive("a.zip", new MemoryStream(bytes[..^10])).Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_of_50_MB_is_refused()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("gateway-import-").FullName, "big.yaml");
        try
        {
            File.WriteAllText(file, "openapi: 3.0.1\n#" + new string('x', 50_000_000));

            var result = Importer.Import(ImportFolder.Open(file).Source!, new ImportOptions());

            Assert.StartsWith($"{file}:1:1: error: the document is longer than ", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static (ImportSource? Source, Core.Configuration.Problem? Problem) Open(params ReadOnlySpan<(string Name, string Text)> entries) => ImportFolder.Archive("a.zip", Zip(entries));

    private static MemoryStream Zip(params ReadOnlySpan<(string Name, string Text)> entries)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        stream.Position = 0;
        return stream;
    }
}
