using System.Globalization;
using System.Text.Json;
using Gateway.Cli.Server;
using Spectre.Console;

namespace Gateway.Cli.Explain;

/// <summary>Draws an explanation as a tree: the way from the API to the backend, with what was passed by.</summary>
internal static class ExplainTree
{
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Bad = new(Color.Red);
    private static readonly Style Doubtful = new(Color.Yellow);
    private static readonly Style Aside = new(Color.Grey);

    /// <summary>Draws it.</summary>
    /// <param name="request">The request as it was asked about.</param>
    /// <param name="told">The node's answer.</param>
    public static Tree Draw(string request, JsonElement told)
    {
        var tree = new Tree(new Text(request));
        DrawApi(tree, told);
        if (told.Part("sequence") is { } sequence)
        {
            var may = string.Join(", ", sequence.Texts("endpoints"));
            tree.AddNode(new Text($"In sequence: not run{(may.Length == 0 ? "" : $"; it may send to {may}")}", Doubtful));
        }

        foreach (var route in told.Items("routes"))
        {
            tree.AddNode(new Text($"Dynamic endpoint {route.Text("endpoint")}: by {route.Text("by")} to {Or(route.Text("to"), "?")}"));
        }

        IHasTreeNodes inner = tree;
        foreach (var group in told.Items("groups"))
        {
            inner = DrawGroup(inner, group);
        }

        var end = tree.AddNode(new Text(told.Text("detail"), StyleOf(told.Text("outcome"))));
        if (told.Text("url") is { Length: > 0 } url)
        {
            end.AddNode(new Text(url));
        }

        foreach (var note in told.Texts("notes"))
        {
            end.AddNode(new Text($"Note: {note}", Doubtful));
        }

        end.AddNode(new Text(Line($"Told by {told.Text("node")} from revision {told.Number("revision")}; nothing was sent."), Aside));
        return tree;
    }

    private static void DrawApi(Tree tree, JsonElement told)
    {
        var api = told.Part("api") is { } found
            ? tree.AddNode(new Text($"API {found.Text("name")} {found.Text("version")} ({found.Text("lifecycle")}): {found.Text("why")}"))
            : tree.AddNode(new Text("API: none answers under this path", Bad));
        foreach (var other in told.Items("otherApis"))
        {
            api.AddNode(new Text($"not {other.Text("name")} {other.Text("version")}: {other.Text("why")}", Aside));
        }

        if (told.Part("api") is null)
        {
            return;
        }

        var resource = told.Part("resource") is { } matched
            ? tree.AddNode(new Text($"Resource {Or(string.Join(',', matched.Texts("methods")), "any method")} {matched.Text("path")}"))
            : tree.AddNode(new Text("Resource: none matches", Bad));
        foreach (var other in told.Items("otherResources"))
        {
            resource.AddNode(new Text($"not {string.Join(',', other.Texts("methods"))} {other.Text("path")}: {other.Text("why")}", Aside));
        }
    }

    private static TreeNode DrawGroup(IHasTreeNodes around, JsonElement group)
    {
        var stamp = group.Number("epoch") is > 0 and var epoch
            ? Line($", epoch {epoch}, version {group.Number("version")}, {Answers.Span(group.Number("snapshotAgeMs") ?? 0)} old") : ", no snapshot yet";
        var node = around.AddNode(new Text($"Endpoint {group.Text("name")} ({group.Text("kind")}, {group.Text("mode")}{stamp})"));
        foreach (var member in group.Items("members"))
        {
            var isChosen = member.Flag("chosen");
            node.AddNode(new Text(
                $"{(isChosen ? "-> " : "")}{member.Text("id")} ({member.Text("state")}): {member.Text("why")}",
                isChosen ? Good : member.Text("state") == "active" ? Style.Plain : Doubtful));
        }

        return node;
    }

    private static Style StyleOf(string outcome) => outcome switch
    {
        "sent" or "answered" => Good,
        "refused" => Bad,
        _ => Doubtful,
    };

    private static string Or(string text, string absent) => text.Length == 0 ? absent : text;

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
