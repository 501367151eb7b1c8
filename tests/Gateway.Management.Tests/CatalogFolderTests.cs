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
}
