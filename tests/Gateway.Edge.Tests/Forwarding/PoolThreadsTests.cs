using System.Text.Json;

namespace Gateway.Edge.Tests.Forwarding;

/// <summary>What the programs are built with, beside their code.</summary>
public sealed class PoolThreadsTests
{
    [Theory]
    [InlineData("Gateway.Edge")]
    [InlineData("Gateway.Silo")]
    public void Threads_of_the_pool_sleep_as_soon_as_they_have_nothing_to_do(string program)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, program + ".runtimeconfig.json")));

        var properties = file.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        Assert.Equal(0, properties.GetProperty("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit").GetInt32());
    }
}
