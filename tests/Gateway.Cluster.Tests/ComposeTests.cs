using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary><c>docker-compose.yml</c>, run for real by <c>tests/compose/run</c>.</summary>
public sealed class ComposeTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(25);

    [RequiresFact("dockerd", "docker-compose", "debootstrap", NetworkNamespace.Program)]
    [Trait("Category", "Long")]
    public async Task A_cluster_of_containers_grows_shrinks_and_loses_members_without_a_failed_request()
    {
        await using var run = ProgramProcess.Start("tests/compose/run", Path.Combine(Repository.Root, "tests", "compose", "run"), ["--no-install"]);
        try
        {
            Assert.Equal(0, await run.WaitForExitAsync(Patience));
        }
        catch
        {
            // It cleans up after itself when it is told to stop, and only then.
            run.Signal(ProcessSignal.Terminate);
            await run.WaitForExitAsync(TimeSpan.FromMinutes(2));
            throw;
        }
        finally
        {
            output.WriteLine(string.Join('\n', run.Output));
        }
    }
}
