using System.Diagnostics;
using System.Text;
using Gateway.Core.Configuration;
using Xunit.Abstractions;

namespace Gateway.Core.Tests.Configuration;

public sealed class FixtureTests(ITestOutputHelper output)
{
    [Fact]
    public void WSO2s_own_distribution_is_read_with_few_warnings()
    {
        var result = Read("Configuration/Fixtures/deployment-distribution.toml");

        Assert.Equal(new ServedEnvironment("Default", EnvironmentType.Hybrid, "https://localhost:8243", "http://localhost:8280"), result.Value?.Node.Environment);
        Assert.Equal(["[server]", "[super_admin]", "[keystore]", "[apim]"], result.Problems.Select(FirstTable));
    }

    [Fact]
    public void WSO2s_file_with_three_environments_is_read_and_the_choice_is_said()
    {
        var result = Read("Configuration/Fixtures/deployment-three-environments.toml");

        Assert.Equal("Default", result.Value?.Node.Environment.Name);
        Assert.Equal(7, result.Problems.Length);
        Assert.All(result.Problems, problem => Assert.Equal(Severity.Warning, problem.Severity));
        Assert.Contains(result.Problems, problem => problem.Message.StartsWith("none of 3 environments is of type production", StringComparison.Ordinal));
    }

    [Fact]
    public void The_shipped_file_is_good_without_a_warning_and_needs_no_environment_variable()
    {
        var deployment = Reading.Good(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "deployment.toml")));

        Assert.Equal(["pets", "pets-a", "pets-b", "pets-c"], deployment.Catalog.Endpoints.Keys.Order());
        Assert.Equal("/petstore/1.0.0", Assert.Single(deployment.Catalog.Apis).FullContext);
        Assert.True(deployment.Node.Server.DebugHeaders);
    }

    [Fact]
    public void Ten_thousand_APIs_with_ten_resources_each_are_read_without_a_tree_of_the_text()
    {
        var text = new StringBuilder("[[endpoint]]\nname = \"pets\"\nurl = \"http://a\"\n");
        for (var i = 0; i < 10_000; i++)
        {
            text.Append($"[[api]]\nname = \"Api{i}\"\ncontext = \"/api{i}\"\nversion = \"1.0.0\"\nendpoint = \"pets\"\n");
            for (var j = 0; j < 10; j++)
            {
                text.Append($"[[api.resource]]\npath = \"/things/{{id}}/part{j}\"\nmethods = [\"GET\", \"POST\"]\n");
            }
        }

        var file = text.ToString();
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var catalog = Reading.Good(file).Catalog;
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) >> 20;
        output.WriteLine($"{file.Length / 1024} KiB in {watch.ElapsedMilliseconds} ms, {allocated} MiB allocated");

        Assert.Equal(10_000, catalog.Apis.Length);
        Assert.All(catalog.Apis, api => Assert.Equal(10, api.Resources.Length));

        // Measured: 2 to 4 s unoptimized on two busy cores; the bound leaves room for a busier machine.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    private static ReadResult<Deployment> Read(string file) => Reading.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)));

    private static string FirstTable(Problem problem) => problem.Message[problem.Message.IndexOf('[', StringComparison.Ordinal)..(problem.Message.IndexOf(']', StringComparison.Ordinal) + 1)];
}
