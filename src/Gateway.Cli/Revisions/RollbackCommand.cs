using System.CommandLine;
using System.Text.Json.Nodes;
using Gateway.Cli.Server;

namespace Gateway.Cli.Revisions;

/// <summary><c>gateway rollback N</c>: what revision N held becomes the next revision.</summary>
internal static class RollbackCommand
{
    public static Command Create(ServerOptions options, TextWriter output, TextWriter errors)
    {
        var revision = new Argument<long>("N") { Description = "The revision to go back to; 'gateway revisions' lists them" };
        revision.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && long.TryParse(result.Tokens[0].Value, out var number) && number < 1)
            {
                result.AddError("'N' is the number of a revision, from 1.");
            }
        });
        var expect = ApplyCommand.Expect();
        var command = new Command("rollback", "Go back to an earlier revision") { revision, expect };
        options.AddTo(command);
        options.OfRevisions(revision);
        var server = new ServerCommand(options, output, errors);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = server.Connect(parsed);
            if (client is null)
            {
                return ExitCodes.WrongUsage;
            }

            var body = new JsonObject { ["revision"] = parsed.GetRequiredValue(revision) };
            if (parsed.GetValue(expect) is { } number)
            {
                body["expect"] = number;
            }

            var change = client.PostAsync("v1/config/rollback", body.ToJsonString(), cancellation);
            var answer = server.IsWatched(parsed)
                ? await ApplyProgress.WatchAsync(client, change, cancellation).ConfigureAwait(false)
                : await change.ConfigureAwait(false);
            return server.Tell(parsed, answer, ServerCommand.Changed);
        });
        return command;
    }
}
