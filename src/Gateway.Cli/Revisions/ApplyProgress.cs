using System.Text.Json;
using Gateway.Cli.Server;
using Spectre.Console;

namespace Gateway.Cli.Revisions;

/// <summary>Shows, on a terminal, which edges serve a revision while it spreads.</summary>
internal static class ApplyProgress
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Shows the edges until the change is answered.</summary>
    public static async Task<ServerAnswer> WatchAsync(ManagementClient client, Task<ServerAnswer> change, CancellationToken cancellation)
    {
        await AnsiConsole.Live(new Text("Every edge looks at it first …")).AutoClear(true).StartAsync(async live =>
        {
            while (!change.IsCompleted)
            {
                await Task.WhenAny(change, Task.Delay(LookEvery, cancellation)).ConfigureAwait(false);
                var now = await client.GetAsync("v1/config", cancellation).ConfigureAwait(false);
                if (!change.IsCompleted && now.Detail.Length == 0)
                {
                    live.UpdateTarget(Draw(now.Body));
                }
            }
        }).ConfigureAwait(false);
        return await change.ConfigureAwait(false);
    }

    /// <summary>A table of the edges.</summary>
    public static Table Draw(string body)
    {
        using var config = JsonDocument.Parse(body);
        var root = config.RootElement;
        var table = new Table().Border(TableBorder.Simple).AddColumns("edge", "serves", "state");
        table.Caption($"revision {root.GetProperty("revision").GetInt64()} runs");
        foreach (var edge in root.GetProperty("edges").EnumerateArray())
        {
            table.AddRow(
                Markup.Escape(edge.GetProperty("id").GetString()!), $"{edge.GetProperty("revision").GetInt64()}",
                Markup.Escape(edge.GetProperty("state").GetString()!));
        }

        return table;
    }
}
