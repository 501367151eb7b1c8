using System.Text.Json;

namespace Gateway.Cli.Server;

/// <summary>What a node has answered, or why it has not.</summary>
/// <param name="Status">The HTTP status; 0: no answer came.</param>
/// <param name="Body">The answer as JSON, a problem of RFC 9457 where something is wrong.</param>
/// <param name="Detail">What is wrong, with what to do about it; empty: nothing is.</param>
internal sealed record ServerAnswer(int Status, string Body, string Detail)
{
    /// <summary>What a command that can do no more ends with.</summary>
    public int ExitCode => Status switch
    {
        >= 200 and < 300 => ExitCodes.Good,
        409 or 412 => ExitCodes.RefusedByState,
        422 => ExitCodes.Invalid,

        // A node that cannot, whatever it is asked again.
        501 => ExitCodes.WrongUsage,

        // A wrong name, body, token or address: the same line would fail again.
        >= 400 and < 500 and not (408 or 429) => ExitCodes.WrongUsage,
        _ => ExitCodes.Unreachable,
    };

    /// <summary>An answer that has come.</summary>
    public static ServerAnswer Of(int status, string body) => new(status, body, status is >= 200 and < 300 ? "" : DetailOf(status, body));

    /// <summary>No answer.</summary>
    public static ServerAnswer None(string detail) => new(
        0, JsonSerializer.Serialize(new Dictionary<string, object> { ["type"] = "about:blank", ["title"] = "Unreachable", ["detail"] = detail }), detail);

    private static string DetailOf(int status, string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            if (problem.RootElement.ValueKind == JsonValueKind.Object && problem.RootElement.TryGetProperty("detail", out var detail)
                && detail.GetString() is { Length: > 0 } text)
            {
                return text;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Whatever answered there, it is no management listener.
        }

        return $"it answers {status} and not as a management listener does; is --server right?";
    }
}
