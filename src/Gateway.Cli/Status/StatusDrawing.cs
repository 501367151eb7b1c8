using System.Globalization;
using System.Text.Json;
using Gateway.Cli.Server;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Gateway.Cli.Status;

/// <summary>Draws the cluster: a table of members, a table of nodes.</summary>
internal static class StatusDrawing
{
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Bad = new(Color.Red);
    private static readonly Style Doubtful = new(Color.Yellow);

    /// <summary>Draws it.</summary>
    public static IRenderable Draw(StatusReading status)
    {
        var parts = new List<IRenderable>();
        if (status.IsLocal)
        {
            parts.Add(new Text("This node cannot reach the cluster: what follows is its own view.", Doubtful));
        }

        parts.Add(Groups(status.Groups));
        foreach (var name in status.Groups.Texts("unanswered"))
        {
            parts.Add(new Text($"Group {name}: nobody has answered in time.", Bad));
        }

        parts.Add(Nodes(status.Nodes));
        return new Rows(parts);
    }

    private static Table Groups(JsonElement answer)
    {
        var table = Plain("GROUP", "MEMBER", "STATE", "FOR", "WEIGHT", "WHY");
        foreach (var group in answer.Items("groups"))
        {
            var name = group.Text("name");
            var mode = group.Text("mode") == "cluster" ? "" : $" [{group.Text("mode")}]";
            foreach (var member in group.Items("members"))
            {
                var state = member.Text("state");
                var serves = group.Text("current") == member.Text("id") ? " *" : "";
                table.AddRow(
                    new Text($"{name}{mode}"), new Text($"{member.Text("id")}{serves}"), new Text(state, StyleOf(state)), new Text(Left(member)),
                    new Text(Number(member, "weight")), new Text(Why(member)));
            }
        }

        return table;
    }

    private static Table Nodes(JsonElement answer)
    {
        var table = Plain("NODE", "KIND", "REVISION", "MODE", "SNAPSHOT AGE", "HEARD OF", "VERSION");
        foreach (var node in answer.Items("nodes"))
        {
            var (mode, style) = node.Flag("draining") ? ("draining", Doubtful)
                : node.Text("mode") == "cluster" ? ("cluster", Good) : (node.Text("mode"), Doubtful);
            table.AddRow(
                new Text(node.Text("id")), new Text(node.Text("kind")), new Text(node.Number("revision") is > 0 ? Number(node, "revision") : "-"),
                new Text(mode, style), new Text(node.Number("snapshotAgeMs") is { } age ? Answers.Span(age) : "-"),
                new Text($"{Answers.Span(node.Number("reportedMsAgo") ?? 0)} ago"), new Text(node.Text("version")));
        }

        return table;
    }

    // How much longer: of an operator's word, or of a suspension.
    private static string Left(JsonElement member) =>
        member.Part("operator")?.Number("forMs") is > 0 and var word ? Answers.Span(word)
        : member.Number("suspendedForMs") is > 0 and var left ? Answers.Span(left)
        : "";

    private static string Why(JsonElement member)
    {
        if (member.Part("operator") is { } word)
        {
            return string.Join(", ", new[] { word.Text("reason"), word.Text("by") }.Where(text => text.Length > 0));
        }

        if (member.Text("state") == "active")
        {
            return "";
        }

        var evidence = member.Items("evidence").Select(seen => $"{seen.Text("node")}: {seen.Text("cause")}").FirstOrDefault() ?? "";
        return string.Join(", ", new[] { member.Text("cause"), evidence, member.Flag("provisional") ? "provisional" : "" }.Where(text => text.Length > 0));
    }

    private static Table Plain(params string[] columns)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))).NoWrap().PadLeft(0).PadRight(2));
        }

        return table;
    }

    private static string Number(JsonElement answer, string name) => answer.Number(name)?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static Style StyleOf(string state) => state switch
    {
        "active" => Good,
        "suspended" or "off" => Bad,
        _ => Doubtful,
    };
}
