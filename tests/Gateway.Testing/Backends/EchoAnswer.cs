using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Gateway.Testing;

/// <summary>What <see cref="Answers.Echo"/> sends back, as JSON.</summary>
/// <param name="Backend">The backend's name; null if it has none.</param>
/// <param name="Method">The method it saw.</param>
/// <param name="Target">The raw request target it saw.</param>
/// <param name="Protocol">HTTP/1.1 or HTTP/2.</param>
/// <param name="Headers">The headers it saw, names in lower case.</param>
/// <param name="Body">The body it saw, as UTF-8.</param>
/// <param name="Connection">The connection's id.</param>
public sealed record EchoAnswer(
    string? Backend,
    string Method,
    string Target,
    string Protocol,
    IReadOnlyDictionary<string, string[]> Headers,
    string Body,
    string Connection)
{
    /// <summary>Reads the answer of an echoing backend.</summary>
    /// <exception cref="JsonException">The answer comes from somebody else; the message quotes it.</exception>
    public static async Task<EchoAnswer> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        try
        {
            return JsonSerializer.Deserialize<EchoAnswer>(text) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new JsonException($"Not an echo, but {(int)response.StatusCode}: {text}", e);
        }
    }

    internal static async Task WriteAsync(HttpContext context)
    {
        var request = await RequestReader.ReadAsync(context, streamed: false);
        var answer = new EchoAnswer(
            context.Response.Headers["X-Backend"],
            request.Method,
            request.Target,
            request.Protocol,
            request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => (string[])header.Value.ToArray()!),
            System.Text.Encoding.UTF8.GetString(request.Body.Span),
            request.Connection);
        await context.Response.WriteAsJsonAsync(answer, JsonSerializerOptions.Default);
    }
}
