using System.CommandLine;
using System.Text.Json;
using Gateway.Cli.Server;

namespace Gateway.Cli.Nodes;

/// <summary><c>gateway drain-node ID</c>: takes an edge out of its balancer's hands and lets it finish what it has. It goes on running.</summary>
internal static class DrainNodeCommand
{
    public static Command Create(ServerOptions server, TextWriter output, TextWriter errors)
    {
        var id = new Argument<string>("ID") { Description = "The edge's name, as 'gateway status' tells it" };
        var undo = new Option<bool>("--undo") { Description = "Let it take requests again" };
        var reason = new Option<string>("--reason") { Description = "Why; told in the cluster's events" };
        var command = new Command("drain-node", "Let an edge finish what it has: not ready, connections closed after their request; it goes on running")
            { id, undo, reason };
        server.AddTo(command);
        server.OfEdges(id);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = server.Connect(parsed, out var fault);
            if (client is null)
            {
                await errors.WriteLineAsync($"gateway: {fault}").ConfigureAwait(false);
                return ExitCodes.WrongUsage;
            }

            var node = parsed.GetRequiredValue(id);
            var body = JsonSerializer.Serialize(new Dictionary<string, string?> { ["reason"] = parsed.GetValue(reason) });
            var answer = await client.PostAsync(
                $"v1/nodes/{Uri.EscapeDataString(node)}/{(parsed.GetValue(undo) ? "resume" : "drain")}", body, cancellation).ConfigureAwait(false);
            if (server.WantsJson(parsed))
            {
                await output.WriteLineAsync(answer.Body).ConfigureAwait(false);
            }
            else if (answer.Detail.Length > 0)
            {
                await errors.WriteLineAsync($"gateway: {answer.Detail}").ConfigureAwait(false);
            }
            else
            {
                await output.WriteLineAsync(
                    parsed.GetValue(undo)
                        ? $"{node} takes requests again."
                        : $"{node} drains: it is not ready, and closes connections after their request. It goes on running until it is stopped.")
                    .ConfigureAwait(false);
            }

            return answer.ExitCode;
        });
        return command;
    }
}
