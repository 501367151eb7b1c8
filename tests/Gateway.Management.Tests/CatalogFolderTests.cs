using Gateway.Core.Configuration;
using Gateway.Management.Configuration;

namespace Gateway.Management.Tests;

/// <summary>Files of a real folder: what lies outside of it stays outside, whatever links say.</summary>
public sealed class CatalogFolderTests : IDisposable
{
    private readonly DirectoryInfo _outside = Directory.CreateTempSubdirectory("catalog-folder-");
    private readonly string _inside;

    public CatalogFolderTests()
    {
        _inside = Path.Combine(_outside.FullName, "conf");
        Directory.CreateDirectory(Path.Combine(_inside, "mocks"));
        File.WriteAllText(Path.Combine(_inside, "mocks", "order.js"), "1");
        File.WriteAllText(Path.Combine(_outside.FullName, "secret.js"), "secret");
    }

    public void Dispose() => _outside.Delete(recursive: true);

    [Fact]
    public void A_file_below_the_folder_is_read_and_remembered()
    {
        var folder = new CatalogFolder(_inside);

        Assert.Equal("1", folder.Read("mocks/order.js").Text);
        Assert.Equal([Path.Combine(_inside, "mocks", "order.js")], folder.Asked);
    }

    [Fact]
    public void A_missing_file_says_where_names_start_from_and_is_remembered_for_the_day_it_comes()
    {
        var folder = new CatalogFolder(_inside);

        var read = folder.Read("mocks/none.js");

        Assert.Equal((null, "there is no such file", "Names of files are relative to the file that names them."), (read.Text, read.Fault, read.Remedy));
        Assert.Equal([Path.Combine(_inside, "mocks", "none.js")], folder.Asked);
    }

    [Fact]
    public void A_link_that_leads_out_is_not_followed()
    {
        File.CreateSymbolicLink(Path.Combine(_inside, "link.js"), Path.Combine(_outside.FullName, "secret.js"));
        Directory.CreateSymbolicLink(Path.Combine(_inside, "up"), _outside.FullName);
        var folder = new CatalogFolder(_inside);

        Assert.Equal((null, "a link leads out of the folder"), (folder.Read("link.js").Text, folder.Read("link.js").Fault));
        Assert.Equal((null, "a link leads out of the folder"), (folder.Read("up/secret.js").Text, folder.Read("up/secret.js").Fault));
    }

    [Fact]
    public void A_folder_that_is_itself_reached_by_links_is_as_good_as_any()
    {
        var mounted = Path.Combine(_outside.FullName, "mounted");
        Directory.CreateSymbolicLink(mounted, _inside);

        Assert.Equal("1", new CatalogFolder(mounted).Read("mocks/order.js").Text);
    }

    // Reading a pipe waits for whoever writes to it: there is the moment between two files.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_that_change_while_the_others_are_read_are_refused_and_never_mixed(bool changes)
    {
        var file = Path.Combine(_inside, "deployment.toml");
        File.WriteAllText(file, Catalog("old"));
        var script = Path.Combine(_inside, "mocks", "slow.js");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [script]))
        {
            await made.WaitForExitAsync();
        }

        var reading = Task.Run(() => DeploymentFile.ReadAsync(file, NodeKind.Edge, [], strict: false));
        await using (var pipe = await Task.Run(() => new FileStream(script, FileMode.Open, FileAccess.Write)).WaitAsync(TimeSpan.FromSeconds(30)))
        {
            if (changes)
            {
                File.WriteAllText(file, Catalog("newer"));
            }

            pipe.Write("mc.setProperty('a', 'b');"u8);
        }

        var read = await reading.WaitAsync(TimeSpan.FromSeconds(30));
        if (changes)
        {
            Assert.Null(read.Value);
            Assert.StartsWith($"{file}:1:1: error: the file changed while it was read\n", Assert.Single(read.Problems).ToString(), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal("old", Assert.Single(read.Value!.Catalog.Apis).Name);
        }
    }

    private static string Catalog(string api) =>
        $$"""
        [[api]]
        name = "{{api}}"
        context = "/{{api}}"
        version = "1"
        lifecycle = "PROTOTYPED"
        [[api.resource]]
        path = "/x"
        methods = ["GET"]
        mock = { script = "mocks/slow.js" }
        """;
}
