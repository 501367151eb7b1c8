using System.Text.Json;

namespace Gateway.Compare.Contenders;

/// <summary>Asks an edge in which mode it deals the group out: figures of a degraded edge are figures of something else.</summary>
internal static class GatewayMode
{
    /// <summary>What is wrong with the group's mode; null if it is as wanted.</summary>
    public static async Task<string?> FindFaultAsync(int managementPort, Turn turn)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var url = $"http://127.0.0.1:{managementPort}/v1/groups/{DeploymentFile.Group}";
        using var group = JsonDocument.Parse(await client.GetStringAsync(new Uri(url)));
        var mode = group.RootElement.TryGetProperty("mode", out var value) ? value.ToString() : "";
        return mode == turn.Cursor ? null : $"{url} says mode '{mode}' where the file says '{turn.Cursor}'";
    }
}
