using Gateway.Cli.Server;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Gateway.Cli.Status;

/// <summary>Draws the cluster once a second until it is told to stop: in place on a terminal, one below the other anywhere else.</summary>
internal sealed class StatusWatch(Func<CancellationToken, Task<StatusReading>> read, TimeProvider clock)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Draws in place.</summary>
    public async Task DrawAsync(TextWriter output, CancellationToken cancellation)
    {
        var console = Terminal.On(output);
        if (!Terminal.IsWatched(output))
        {
            await FollowAsync(status =>
            {
                console.Write(Show(status));
                console.WriteLine();
            }, cancellation).ConfigureAwait(false);
            return;
        }

        await console.Live(new Text("")).StartAsync(async live => await FollowAsync(status =>
        {
            live.UpdateTarget(Show(status));
            live.Refresh();
        }, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Writes one line of JSON each second.</summary>
    public Task WriteAsync(TextWriter output, CancellationToken cancellation) =>
        FollowAsync(status => output.WriteLine(status.Failed is { } failed ? failed.Body : status.Json()), cancellation);

    private static IRenderable Show(StatusReading status) =>
        status.Failed is { } failed ? new Text($"{failed.Detail} Trying again each second.", new Style(Color.Red)) : StatusDrawing.Draw(status);

    private async Task FollowAsync(Action<StatusReading> show, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                var status = await read(cancellation).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                show(status);
            }
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C: that is how it ends.
        }
    }
}
