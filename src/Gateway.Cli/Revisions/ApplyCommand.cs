using System.CommandLine;
using Gateway.Cli.Server;

namespace Gateway.Cli.Revisions;

/// <summary><c>gateway apply FILE</c>: makes a file the cluster's next revision, and says which edges serve it.</summary>
internal static class ApplyCommand
{
    public static Command Create(ServerOptions options, TextWriter output, TextWriter errors)
    {
        var file = new Argument<string>("FILE") { Description = "The deployment.toml whose endpoints and APIs are meant" };
        var strict = new Option<bool>("--strict") { Description = "Let warnings count as errors" };
        var expect = Expect();
        var command = new Command("apply", "Make a file the cluster's next revision") { file, strict, expect };
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

            var query = parsed.GetValue(expect) is { } number ? $"?expect={number}" : "";
            var change = client.SendAsync(
                HttpMethod.Put, $"v1/config{query}", OfferedFile.Body(offered.Result.Value!), OfferedFile.ContentType, cancellation);
            var answer = server.IsWatched(parsed)
                ? await ApplyProgress.WatchAsync(client, change, cancellation).ConfigureAwait(false)
                : await change.ConfigureAwait(false);
            return server.Tell(parsed, answer, (done, text) =>
            {
                ServerCommand.Changed(done, text);
                if (!offered.NotApplied.IsEmpty)
                {
                    text.Append($"Not applied, since each node has its own: {string.Join(", ", offered.NotApplied)}\n");
                }
            });
        });
        return command;
    }

    /// <summary>The option that guards against what others have changed meanwhile.</summary>
    public static Option<long?> Expect()
    {
        var expect = new Option<long?>("--expect") { Description = "The revision that must be the running one", HelpName = "REVISION" };
        expect.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && long.TryParse(result.Tokens[0].Value, out var number) && number < 1)
            {
                result.AddError("'--expect' is the number of a revision, from 1.");
            }
        });
        return expect;
    }
}
