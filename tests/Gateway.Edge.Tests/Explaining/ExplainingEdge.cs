using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Explaining;

/// <summary>Asks an edge where requests would go.</summary>
internal static class ExplainingEdge
{
    /// <summary>Asks.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="line">Method and url.</param>
    /// <param name="body">The body; null: none.</param>
    /// <param name="headers">Written <c>Name: value</c>.</param>
    public static async Task<JsonElement> ExplainAsync(this TestEdge edge, string line, string? body = null, params string[] headers)
    {
        var parts = line.Split(' ');
        var wish = new JsonObject { ["method"] = parts[0], ["url"] = parts[1], ["body"] = body, ["headers"] = new JsonObject() };
        foreach (var header in headers)
        {
            wish["headers"]![header[..header.IndexOf(':')]] = header[(header.IndexOf(':') + 1)..].Trim();
        }

        using var client = new HttpClient { BaseAddress = edge.Management };
        using var response = await client.PostAsync("/v1/explain", new StringContent(wish.ToJsonString(), Encoding.UTF8, "application/json"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public static string? Text(this JsonElement answer, string name) => answer.GetProperty(name).GetString();

    /// <summary>Each member of the innermost group: its id, a star where it is chosen, why.</summary>
    public static string[] Members(this JsonElement answer) =>
    [
        .. answer.GetProperty("groups").EnumerateArray().Last().GetProperty("members").EnumerateArray()
            .Select(member => $"{member.Text("id")}{(member.GetProperty("chosen").GetBoolean() ? "*" : "")}: {member.Text("why")}"),
    ];

    /// <summary>Code and status of the fault that the client would get.</summary>
    public static (int Status, string? Code) Fault(this JsonElement answer) =>
        (answer.GetProperty("fault").GetProperty("status").GetInt32(), answer.GetProperty("fault").Text("code"));
}
