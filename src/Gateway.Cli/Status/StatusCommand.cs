using System.CommandLine;
using Gateway.Cli.Server;

namespace Gateway.Cli.Status;

/// <summary><c>gateway status</c>: groups, members and nodes of the whole cluster.</summary>
internal static class StatusCommand
{
    public static Command Create(ServerOptions server, TextWriter output, TextWriter errors)
    {
        var watch = new Option<bool>("--watch", "-w") { Description = "Go on, once a second, until Ctrl-C; with --output json a line each second" };
        var command = new Command("status", "Show groups, members and nodes of the whole cluster") { watch };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = server.Connect(parsed, out var fault);
            if (client is null)
            {
                await errors.WriteLineAsync($"gateway: {fault}").ConfigureAwait(false);
                return ExitCodes.WrongUsage;
            }

            var isJson = server.WantsJson(parsed);
            if (parsed.GetValue(watch))
            {
                var follow = new StatusWatch(token => StatusReading.ReadAsync(client, token), TimeProvider.System);
                await (isJson ? follow.WriteAsync(output, cancellation) : follow.DrawAsync(output, cancellation)).ConfigureAwait(false);
                return ExitCodes.Good;
            }

            var status = await StatusReading.ReadAsync(client, cancellation).ConfigureAwait(false);
            if (status.Failed is { } failed)
            {
                await (isJson ? output.WriteLineAsync(failed.Body) : errors.WriteLineAsync($"gateway: {failed.Detail}")).ConfigureAwait(false);
                return failed.ExitCode;
            }

            if (isJson)
            {
                await output.WriteLineAsync(status.Json()).ConfigureAwait(false);
            }
            else
            {
                Terminal.On(output).Write(StatusDrawing.Draw(status));
            }

            return ExitCodes.Good;
        });
        return command;
    }
}
