using Gateway.Core.Configuration;
using Gateway.Management.Configuration;

namespace Gateway.Core.Tests.Configuration;

public sealed class DeploymentFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_file_that_is_not_UTF_8_is_one_problem_in_its_line()
    {
        File.WriteAllBytes(_file, [.. "[server]\n# "u8, 0xE4, .. "rger\noffset = 1\n"u8]);

        Assert.Equal($"{_file}:2:1: error: this is not UTF-8\n    hint: Save the file in the encoding UTF-8.", await OnlyProblemAsync());
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_one_problem()
    {
        using (var stream = File.OpenWrite(_file))
        {
            stream.SetLength((64 * 1024 * 1024) + 1);
        }

        Assert.StartsWith($"{_file}:1:1: error: the file is larger than 64 MiB\n", await OnlyProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_one_problem()
    {
        File.Delete(_file);

        Assert.StartsWith($"{_file}:1:1: error: there is no such file\n    hint: Name one with --config FILE", await OnlyProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_in_a_file_start_at_its_folder()
    {
        File.WriteAllText(_file, "\uFEFF[cluster]\ndata = \"state\"\n");

        var deployment = (await DeploymentFile.ReadAsync(_file, NodeKind.Edge, [], strict: true)).Value;

        Assert.Equal(Path.Combine(Path.GetDirectoryName(_file)!, "state"), deployment?.Node.Cluster.DataDirectory);
    }

    [Fact]
    public void The_file_that_is_named_is_the_one_that_is_read() => Assert.Equal("other.toml", DeploymentFile.Find("other.toml"));

    [Fact]
    public void Without_one_named_the_variable_names_it()
    {
        Environment.SetEnvironmentVariable("GATEWAY_CONFIG", _file);
        try
        {
            Assert.Equal(_file, DeploymentFile.Find(null));
            Assert.Equal(_file, DeploymentFile.Find(""));
            Assert.Equal("other.toml", DeploymentFile.Find("other.toml"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("GATEWAY_CONFIG", null);
        }

        Assert.Equal("deployment.toml", DeploymentFile.Find(null));
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_read_is_one_problem()
    {
        await File.WriteAllTextAsync(_file, $"[server]\n# {new string('x', 4 * 1024 * 1024)}\n");
        using var read = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var writer = Task.Run(() =>
        {
            for (var time = DateTime.UnixEpoch; !read.IsCancellationRequested; time += TimeSpan.FromSeconds(1))
            {
                File.SetLastWriteTimeUtc(_file, time);
            }
        });

        // A change falls between two readings now and then.
        ReadResult<Deployment> result;
        do
        {
            result = await DeploymentFile.ReadAsync(_file, NodeKind.Edge, [], strict: false);
        }
        while (result.Value is not null && !read.IsCancellationRequested);

        await read.CancelAsync();
        await writer;
        Assert.StartsWith($"{_file}:1:1: error: the file changed while it was read\n", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    private async Task<string> OnlyProblemAsync()
    {
        var result = await DeploymentFile.ReadAsync(_file, NodeKind.Edge, [], strict: false);
        Assert.Null(result.Value);
        return Assert.Single(result.Problems).ToString();
    }
}
