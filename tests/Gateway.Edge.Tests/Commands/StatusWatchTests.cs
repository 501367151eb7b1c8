using System.Text.Json;
using Gateway.Cli.Server;
using Gateway.Cli.Status;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Edge.Tests.Commands;

/// <summary><c>gateway status --watch</c>, by a clock of the test's.</summary>
public sealed class StatusWatchTests
{
    private static readonly string[] Parts = ["m1", "gone. Trying again each second.", "m3"];

    [Fact]
    public async Task It_draws_once_a_second_says_when_the_node_is_gone_and_goes_on_when_it_is_back()
    {
        var clock = new FakeTimeProvider();
        var reads = 0;
        using var read = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        using var output = new StringWriter();
        var watch = new StatusWatch(
            _ =>
            {
                read.Release();
                return Task.FromResult(++reads == 2 ? new StatusReading(default, default, ServerAnswer.None("gone.")) : Reading($"m{reads}"));
            },
            clock);

        var watching = watch.DrawAsync(output, stop.Token);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await read.WaitAsync(TimeSpan.FromSeconds(10)));
            Assert.Equal(i + 1, reads);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(await read.WaitAsync(TimeSpan.FromSeconds(10)));
        await stop.CancelAsync();
        await watching.WaitAsync(TimeSpan.FromSeconds(10));

        var told = output.ToString();
        var places = Parts.Select(part => told.IndexOf(part, StringComparison.Ordinal)).ToArray();
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain(-1, places);
    }

    private static StatusReading Reading(string member) => new(
        Parse($$"""{"view":"cluster","total":1,"groups":[{"name":"g","mode":"cluster","members":[{"id":"{{member}}","state":"active","weight":1}]}],"unanswered":[]}"""),
        Parse("""{"view":"cluster","nodes":[]}"""), null);

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
