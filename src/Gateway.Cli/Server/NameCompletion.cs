using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json;

namespace Gateway.Cli.Server;

/// <summary>
/// Completes names that only the cluster knows, by asking the node that the line means. Somebody waits for it with a key under the
/// finger: the node has little time, and where none answers nothing is offered and nothing is said.
/// </summary>
internal static class NameCompletion
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    private const int Most = 1000;

    /// <summary>Offers <c>GROUP/MEMBER</c>.</summary>
    public static void OfMembers(this ServerOptions server, Argument<string> argument) => Offer(
        argument, server, $"v1/groups?limit={Most}",
        static (answer, _) => from name in answer.Items("groups") from member in name.Items("members") select $"{name.Text("name")}/{member.Text("id")}");

    /// <summary>Offers APIs by name.</summary>
    public static void OfApis(this ServerOptions server, Argument<string> argument) => Offer(
        argument, server, $"v1/apis?limit={Most}", static (answer, _) => answer.Items("apis").Select(api => api.Text("name")));

    /// <summary>Offers the versions of the API that the line names before.</summary>
    public static void OfVersions(this ServerOptions server, Argument<string> argument, Argument<string> api) => Offer(
        argument, server, $"v1/apis?limit={Most}",
        (answer, parsed) => answer.Items("apis").Where(found => found.Text("name") == parsed.GetValue(api)).Select(found => found.Text("version")));

    /// <summary>Offers edges, which are the nodes that can be drained.</summary>
    public static void OfEdges(this ServerOptions server, Argument<string> argument) => Offer(
        argument, server, "v1/nodes",
        static (answer, _) => answer.Items("nodes").Where(node => node.Text("kind") != "silo").Select(node => node.Text("id")));

    /// <summary>Offers the revisions that can be gone back to.</summary>
    public static void OfRevisions(this ServerOptions server, Argument<long> argument) => Offer(
        argument, server, "v1/config/revisions",
        static (answer, _) => answer.Items("revisions").Where(revision => revision.Flag("kept")).Select(revision => $"{revision.Number("revision")}"));

    /// <summary>Offers words that are known without asking.</summary>
    public static void OfWords(Argument<string> argument, IEnumerable<string> words) =>
        argument.CompletionSources.Add(context => IsNext(argument, context) ? Fitting(words, context) : []);

    private static void Offer<T>(Argument<T> argument, ServerOptions server, string path, Func<JsonElement, ParseResult, IEnumerable<string>> names) =>
        argument.CompletionSources.Add(context => IsNext(argument, context) ? Ask(server, context, path, names) : []);

    // All arguments of a command are asked for what can follow, whichever is being typed.
    private static bool IsNext(Argument argument, CompletionContext context)
    {
        var command = context.ParseResult.CommandResult;
        var given = command.Command.Arguments.Sum(other => context.ParseResult.GetResult(other)?.Tokens.Count ?? 0);
        return command.Command.Arguments.IndexOf(argument) == given - (context.WordToComplete.Length > 0 ? 1 : 0);
    }

    // What holds a blank would be taken for more than one word.
    private static CompletionItem[] Fitting(IEnumerable<string> words, CompletionContext context) =>
    [
        .. words.Where(word => word.Length > 0 && word.StartsWith(context.WordToComplete, StringComparison.OrdinalIgnoreCase) && !word.AsSpan().ContainsAny(" \t\r\n"))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(word => new CompletionItem(word)),
    ];

    private static CompletionItem[] Ask(
        ServerOptions server, CompletionContext context, string path, Func<JsonElement, ParseResult, IEnumerable<string>> names)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var client = server.Connect(context.ParseResult, out _);
        if (client?.GetAsync(path, limit.Token).GetAwaiter().GetResult() is not { ExitCode: ExitCodes.Good } answer)
        {
            return [];
        }

        try
        {
            using var read = JsonDocument.Parse(answer.Body);
            return Fitting(names(read.RootElement, context.ParseResult), context);
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
