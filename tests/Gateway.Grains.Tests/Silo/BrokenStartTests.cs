using Gateway.Core.Configuration;
using Gateway.Silo;
using Microsoft.Extensions.Hosting;

namespace Gateway.Grains.Tests.Silo;

// Alone, after all others: what it counts is the whole process's.
[CollectionDefinition(nameof(BrokenStartTests), DisableParallelization = true)]
[Collection(nameof(BrokenStartTests))]
public sealed class BrokenStartTests : IDisposable
{
    private const int Midway = ServiceLifecycleStage.RuntimeServices + 1;

    private readonly string _directory = Directory.CreateTempSubdirectory("broken").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(Midway)]
    [InlineData(ServiceLifecycleStage.Last)]
    public async Task A_silo_whose_start_fails_leaves_no_thread_busy(int stage)
    {
        using (var host = Host((_, _) => throw new InvalidOperationException("as planned"), stage))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
        }

        await NobodyIsBusyAsync();
    }

    [Fact]
    public async Task A_silo_whose_start_is_broken_off_leaves_no_thread_busy()
    {
        using var breakOff = new CancellationTokenSource();
        using (var host = Host((_, _) => breakOff.CancelAsync(), Midway))
        {
            await Assert.ThrowsAsync<OrleansLifecycleCanceledException>(() => host.StartAsync(breakOff.Token));
        }

        await NobodyIsBusyAsync();
    }

    // A loop without a pause does a million of these in a second; timers do some tens.
    private static async Task NobodyIsBusyAsync()
    {
        var done = ThreadPool.CompletedWorkItemCount;
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.InRange(ThreadPool.CompletedWorkItemCount - done, 0, 2_000);
    }

    private IHost Host(Func<IServiceProvider, CancellationToken, Task> atStage, int stage)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo => silo
            .AddGatewaySilo(new ClusterSettings(ClusterMode.Embedded, "", "gateway", "", 0, 0, FailureDetection.Fast, _directory))
            .AddStartupTask(atStage, stage));
        return builder.Build();
    }
}
