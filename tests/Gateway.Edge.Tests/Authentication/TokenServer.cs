using System.Collections.Concurrent;
using System.Text;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Authentication;

/// <summary>A token endpoint that gives <c>t1</c>, <c>t2</c> and so on, and a backend that takes those that have not been taken back.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> _good = new();
    private int _given;

    public ScriptedBackend Tokens { get; private set; } = null!;

    public ScriptedBackend Backend { get; private set; } = null!;

    /// <summary>How long its tokens are good, in seconds.</summary>
    public double Life { get; set; } = 3600;

    /// <summary>What it answers in the place of a token; null: a token.</summary>
    public (int Status, string Body)? Refusal { get; set; }

    /// <summary>How long it takes.</summary>
    public TimeSpan Delay { get; set; }

    public static async Task<TokenServer> StartAsync()
    {
        var server = new TokenServer();
        server.Tokens = await ScriptedBackend.StartAsync(server.GiveAsync);
        server.Backend = await ScriptedBackend.StartAsync(server.AnswerAsync);
        return server;
    }

    /// <summary>Takes every token back.</summary>
    public void TakeBack() => _good.Clear();

    /// <summary>The form of a request for a token.</summary>
    public static Dictionary<string, string> FormOf(RecordedRequest request) =>
        Encoding.UTF8.GetString(request.Body.Span).Split('&').Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => System.Net.WebUtility.UrlDecode(pair[1]));

    public async ValueTask DisposeAsync()
    {
        await Tokens.DisposeAsync();
        await Backend.DisposeAsync();
    }

    private async Task GiveAsync(HttpContext http)
    {
        await Task.Delay(Delay, http.RequestAborted);
        if (Refusal is { } refusal)
        {
            http.Response.StatusCode = refusal.Status;
            await http.Response.WriteAsync(refusal.Body);
            return;
        }

        var token = $"t{Interlocked.Increment(ref _given)}";
        _good[token] = true;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync($$"""{"access_token":"{{token}}","token_type":"Bearer","expires_in":{{Life.ToString(System.Globalization.CultureInfo.InvariantCulture)}}}""");
    }

    private Task AnswerAsync(HttpContext http)
    {
        var sent = http.Request.Headers.Authorization.ToString();
        if (sent.StartsWith("Bearer ", StringComparison.Ordinal) && _good.ContainsKey(sent["Bearer ".Length..]))
        {
            return http.Response.WriteAsync(sent);
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return http.Response.WriteAsync("out");
    }
}
