using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Cli.Server;
using Gateway.Core.Routing;

namespace Gateway.Cli;

/// <summary><c>gateway lifecycle API VERSION STATE</c>: moves an API through its life cycle, for the whole cluster.</summary>
internal static class LifecycleCommand
{
    public static Command Create(ServerOptions options, TextWriter output, TextWriter errors)
    {
        var api = new Argument<string>("API") { Description = "The API's name" };
        var version = new Argument<string>("VERSION") { Description = "Its version" };
        var state = new Argument<string>("STATE")
        {
            Description = $"The state to move it to ({string.Join(", ", LifecycleWords.States.Select(pair => pair.Word))}), or what to do in WSO2's words, such as \"Re-Publish\"",
        };
        var expect = new Option<long?>("--expect") { Description = "The revision that must be the running one", HelpName = "REVISION" };
        var reason = new Option<string>("--reason") { Description = "Why; told in the cluster's events" };

        // What is not a word of the life cycle is wrong usage, known before anybody is asked.
        state.Validators.Add(result =>
        {
            var word = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (LifecycleWords.State(word) is null && LifecycleWords.Action(word) is null)
            {
                result.AddError($"'{word}' is no state. It may be: {string.Join(", ", LifecycleWords.States.Select(pair => pair.Word))}.");
            }
        });
        var command = new Command("lifecycle", "Move an API through its life cycle") { api, version, state, expect, reason };
        options.AddTo(command);
        options.OfApis(api);
        options.OfVersions(version, api);
        NameCompletion.OfWords(state, LifecycleWords.States.Select(pair => pair.Word));
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed, out var fault);
            if (client is null)
            {
                errors.WriteLine($"gateway: {fault}");
                return ExitCodes.WrongUsage;
            }

            var answer = await client.PostAsync(
                $"v1/apis/{Uri.EscapeDataString(parsed.GetRequiredValue(api))}/{Uri.EscapeDataString(parsed.GetRequiredValue(version))}/lifecycle",
                Body(parsed.GetRequiredValue(state), parsed.GetValue(expect), parsed.GetValue(reason)), cancellation).ConfigureAwait(false);
            if (options.WantsJson(parsed))
            {
                output.WriteLine(answer.Body);
            }
            else if (answer.Detail.Length > 0)
            {
                errors.WriteLine($"gateway: {answer.Detail}");
            }
            else
            {
                output.WriteLine(Told(answer.Body));
            }

            return answer.ExitCode;
        });
        return command;
    }

    private static string Body(string word, long? expect, string? reason)
    {
        var body = new JsonObject { [LifecycleWords.State(word) is null ? "action" : "state"] = word };
        if (expect is not null)
        {
            body["expect"] = expect;
        }

        if (reason is not null)
        {
            body["reason"] = reason;
        }

        return body.ToJsonString();
    }

    private static string Told(string body)
    {
        using var answer = JsonDocument.Parse(body);
        var root = answer.RootElement;
        var api = $"{root.GetProperty("name").GetString()} {root.GetProperty("version").GetString()}";
        var state = root.GetProperty("lifecycle").GetString();
        if (!root.GetProperty("changed").GetBoolean())
        {
            return $"{api} is {state} already; nothing has changed (revision {root.GetProperty("revision").GetInt64()})";
        }

        var taken = root.GetProperty("defaultTakenFrom").GetString() is { } other ? $"; the default version is no longer {other}" : "";
        return $"{api}: {root.GetProperty("from").GetString()} -> {state}, revision {root.GetProperty("revision").GetInt64()}{taken}";
    }
}
