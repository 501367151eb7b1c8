using System.CommandLine;
using Gateway.Cli.Server;

namespace Gateway.Cli.Revisions;

/// <summary><c>gateway plan FILE</c>: what applying a file would change, and what it would do to live state. Changes nothing.</summary>
internal static class PlanCommand
{
    public static Command Create(ServerOptions options, TextWriter output, TextWriter errors)
    {
        var file = new Argument<string>("FILE") { Description = "The deployment.toml whose endpoints and APIs are meant" };
        var strict = new Option<bool>("--strict") { Description = "Let warnings count as errors" };
        var command = new Command("plan", "Say what applying a file would change") { file, strict };
        options.AddTo(command);
        var server = new ServerCommand(options, output, errors);
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(file);
            var offered = await OfferedFile.ReadAsync(name, parsed.GetValue(strict), cancellation).ConfigureAwait(false);
            if (OfferedFile.Refuses(name, offered, server.WantsJson(parsed), output, errors))
            {
                return ExitCodes.Invalid;
            }

            using var client = server.Connect(parsed);
            if (client is null)
            {
                return ExitCodes.WrongUsage;
            }

            var answer = await client.SendAsync(
                HttpMethod.Put, "v1/config?dryRun=plan", OfferedFile.Body(offered.Result.Value!), OfferedFile.ContentType, cancellation).ConfigureAwait(false);
            return server.Tell(parsed, answer, (plan, text) =>
            {
                var running = plan.GetProperty("revision").GetInt64();
                if (plan.GetProperty("status").GetString() == "unchanged")
                {
                    text.Append($"Revision {running} runs, and {name} says the same\n");
                    return;
                }

                text.Append(running == 0 ? $"No revision runs yet; {name} would be the first:\n" : $"Revision {running} runs; {name} would change:\n");
                ChangeText.Difference(plan.GetProperty("difference"), text);
                var silent = plan.GetProperty("missing").EnumerateArray().Select(node => node.GetString()).ToArray();
                text.Append(silent.Length == 0
                    ? $"Every edge can serve it ({plan.GetProperty("edges").GetArrayLength()})\n"
                    : $"Not known whether these edges can serve it, since they do not answer: {string.Join(", ", silent)}\n");
                if (!offered.NotApplied.IsEmpty)
                {
                    text.Append($"Not applied, since each node has its own: {string.Join(", ", offered.NotApplied)}\n");
                }

                text.Append($"To apply it: gateway apply {name}{(running > 0 ? $" --expect {running}" : "")}\n");
            });
        });
        return command;
    }
}
