using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;

namespace Gateway.Core.Tests.Configuration;

/// <summary>The files that a catalog names: below its folder only, taken once, within limits.</summary>
public class NamedFilesTests
{
    private static readonly SourcePlace Here = new("conf/deployment.toml", 7, 9);

    private readonly ProblemList _problems = new(strict: false);
    private readonly CountedFiles _files = new();
    private readonly NamedFiles _named;

    public NamedFilesTests() => _named = new NamedFiles(_files, Here.File);

    [Fact]
    public void A_file_is_taken_once_and_called_by_the_path_that_the_user_would_open()
    {
        _files.Texts["mocks/order.js"] = "1";

        var first = _named.Take("mocks/order.js", Here, _problems);
        var second = _named.Take("mocks/order.js", Here, _problems);

        Assert.Equal(new CatalogFile("mocks/order.js", "1", "conf/mocks/order.js"), first);
        Assert.Same(first, second);
        Assert.Equal(["mocks/order.js"], _files.Asked);
        Assert.Equal("conf/mocks/order.js:3:1", first!.At(3, 0).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../secret.js")]
    [InlineData("mocks/../../secret.js")]
    [InlineData("./order.js")]
    [InlineData("mocks//order.js")]
    [InlineData("mocks/")]
    [InlineData("mocks\\order.js")]
    [InlineData("c:order.js")]
    [InlineData("a\u0000b")]
    public void A_path_that_may_lead_out_of_the_folder_is_refused_unopened(string path)
    {
        Assert.Null(_named.Take(path, Here, _problems));

        Assert.Equal(Here, Assert.Single(_problems.InOrder(Here.File)).Place);
        Assert.Empty(_files.Asked);
    }

    [Fact]
    public void A_file_that_cannot_be_had_is_an_error_where_it_is_named()
    {
        Assert.Null(_named.Take("in.xml", Here, _problems));

        Assert.Equal("conf/deployment.toml:7:9: error: the file conf/in.xml cannot be used: it is not here\n    hint: Look elsewhere.",
            Assert.Single(_problems.InOrder(Here.File)).ToString());
        Assert.Empty(_named.Taken);
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused()
    {
        _files.Texts["long.js"] = new string('x', NamedFiles.Longest + 1);
        _files.Texts["fits.js"] = new string('x', NamedFiles.Longest);

        Assert.Null(_named.Take("long.js", Here, _problems));
        Assert.NotNull(_named.Take("fits.js", Here, _problems));

        Assert.Equal("the file conf/long.js is longer than 4 MiB", Assert.Single(_problems.InOrder(Here.File)).Message);
    }

    [Fact]
    public void All_files_together_have_a_limit_too()
    {
        for (var i = 0; i < 9; i++)
        {
            _files.Texts[$"{i}.js"] = new string('x', NamedFiles.Longest);
            _named.Take($"{i}.js", Here, _problems);
        }

        Assert.Equal(8, _named.Taken.Count());
        Assert.Equal("the files named are together longer than 32 MiB", Assert.Single(_problems.InOrder(Here.File)).Message);
    }

    private sealed class CountedFiles : ICatalogFiles
    {
        public Dictionary<string, string> Texts { get; } = [];

        public List<string> Asked { get; } = [];

        public CatalogFileText Read(string path)
        {
            Asked.Add(path);
            return Texts.TryGetValue(path, out var text) ? CatalogFileText.Of(text) : new CatalogFileText(null, "it is not here", "Look elsewhere.");
        }
    }
}
