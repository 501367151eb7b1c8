using System.CommandLine;
using System.Text;
using System.Text.Json;
using Gateway.Cli.Server;

namespace Gateway.Cli.Revisions;

/// <summary>What commands that ask a node for a revision have in common: how an answer is told.</summary>
internal sealed class ServerCommand(ServerOptions options, TextWriter output, TextWriter errors)
{
    public TextWriter Output => output;

    public TextWriter Errors => errors;

    /// <summary>The node; null: the line does not name one, which has been said.</summary>
    public ManagementClient? Connect(ParseResult parsed)
    {
        var client = options.Connect(parsed, out var fault);
        if (client is null)
        {
            errors.WriteLine($"gateway: {fault}");
        }

        return client;
    }

    /// <summary>Whether the answer is for a program.</summary>
    public bool WantsJson(ParseResult parsed) => options.WantsJson(parsed);

    /// <summary>Whether a person looks at the output as it comes.</summary>
    public bool IsWatched(ParseResult parsed) => !WantsJson(parsed) && ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    /// <summary>Tells an answer, or what is wrong.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="told">Puts a good answer into words.</param>
    /// <returns>The exit code.</returns>
    public int Tell(ParseResult parsed, ServerAnswer answer, Action<JsonElement, StringBuilder> told)
    {
        if (WantsJson(parsed))
        {
            output.WriteLine(answer.Body);
        }
        else if (answer.Detail.Length > 0)
        {
            errors.Write(ChangeText.Problem(answer.Body));
            errors.WriteLine($"gateway: {answer.Detail}");
        }
        else
        {
            using var body = JsonDocument.Parse(answer.Body);
            var text = new StringBuilder();
            told(body.RootElement, text);
            output.Write(text);
        }

        return answer.ExitCode;
    }

    /// <summary>A change that has been made: what runs, and who is missing.</summary>
    public static void Changed(JsonElement answer, StringBuilder text)
    {
        var revision = answer.GetProperty("revision").GetInt64();
        var edges = answer.GetProperty("edges");
        var missing = answer.GetProperty("missing").GetArrayLength();
        text.Append(answer.GetProperty("status").GetString() == "unchanged"
            ? $"Revision {revision} runs already; nothing has changed\n"
            : $"Revision {revision} runs ({(answer.GetProperty("before").GetInt64() is > 0 and var before ? $"{before} before" : "the first one")})\n");
        ChangeText.Edges(edges, text);
        text.Append(missing == 0 ? $"Every edge serves it ({edges.GetArrayLength()})\n" : $"{missing} of {edges.GetArrayLength()} edges do not serve it\n");
        ChangeText.Notes(answer, text);
    }
}
