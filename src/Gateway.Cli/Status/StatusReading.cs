using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Cli.Server;

namespace Gateway.Cli.Status;

/// <summary>The whole cluster at one moment: its groups and its nodes.</summary>
/// <param name="Groups">Every page of <c>GET /v1/groups</c> as one answer.</param>
/// <param name="Nodes"><c>GET /v1/nodes</c>.</param>
/// <param name="Failed">The answer that could not be had; null: all could.</param>
internal sealed record StatusReading(JsonElement Groups, JsonElement Nodes, ServerAnswer? Failed)
{
    private const int Page = 1000;

    /// <summary>Whether one node tells its own view only, since it cannot reach the cluster.</summary>
    public bool IsLocal => Groups.Text("view") == "local" || Nodes.Text("view") == "local";

    /// <summary>Asks a node.</summary>
    public static async Task<StatusReading> ReadAsync(ManagementClient client, CancellationToken cancellation)
    {
        var nodes = await client.GetAsync("v1/nodes", cancellation).ConfigureAwait(false);
        if (nodes.Detail.Length > 0)
        {
            return new StatusReading(default, default, nodes);
        }

        JsonObject? whole = null;
        while (true)
        {
            var offset = whole?["groups"]!.AsArray().Count ?? 0;
            var page = await client.GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"v1/groups?offset={offset}&limit={Page}"), cancellation).ConfigureAwait(false);
            if (page.Detail.Length > 0)
            {
                return new StatusReading(default, default, page);
            }

            var read = JsonNode.Parse(page.Body)!.AsObject();
            var more = read["groups"]!.AsArray().ToArray();
            if (whole is null)
            {
                whole = read;
            }
            else
            {
                Append(whole, read, more);
            }

            // A page may lack groups that nobody could tell of, and be empty for that: then the next one is no better.
            if (more.Length == 0 || whole["groups"]!.AsArray().Count + whole["unanswered"]!.AsArray().Count >= (int)whole["total"]!)
            {
                return new StatusReading(JsonSerializer.SerializeToElement(whole), JsonSerializer.Deserialize<JsonElement>(nodes.Body), null);
            }
        }
    }

    /// <summary>For programs, on one line.</summary>
    public string Json() => $"{{\"groups\":{Groups.GetRawText()},\"nodes\":{Nodes.GetRawText()}}}";

    private static void Append(JsonObject whole, JsonObject read, JsonNode?[] more)
    {
        read["groups"]!.AsArray().Clear();
        foreach (var group in more)
        {
            whole["groups"]!.AsArray().Add(group);
        }

        foreach (var name in read["unanswered"]!.AsArray())
        {
            whole["unanswered"]!.AsArray().Add(name!.DeepClone());
        }

        if ((string?)read["view"] == "local")
        {
            whole["view"] = "local";
        }
    }
}
