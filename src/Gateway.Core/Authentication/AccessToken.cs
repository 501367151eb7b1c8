using System.Text.Json;

namespace Gateway.Core.Authentication;

/// <summary>What a token endpoint has given (RFC 6749, 5.1).</summary>
/// <param name="Value">The token. A secret.</param>
/// <param name="Life">How long it is good.</param>
public sealed record AccessToken(string Value, TimeSpan Life)
{
    /// <summary>The most bytes of an answer that are looked at.</summary>
    public const int Longest = 64 * 1024;

    private const int LongestValue = 16 * 1024;

    private static readonly TimeSpan UsualLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    /// <summary>Reads the body of a token endpoint's answer.</summary>
    /// <param name="json">The body.</param>
    /// <param name="fault">Why there is no token in it; empty otherwise. Holds nothing of the body but the error's code.</param>
    /// <returns>Null when it holds none that can be used.</returns>
    public static AccessToken? Read(ReadOnlySpan<byte> json, out string fault)
    {
        fault = "";
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var answer = document.RootElement;
            if (answer.ValueKind != JsonValueKind.Object)
            {
                fault = "its answer is no JSON object";
                return null;
            }

            if (Text(answer, "error") is { Length: > 0 } error)
            {
                fault = $"it answers '{Word(error)}'";
                return null;
            }

            if (Text(answer, "access_token") is not { Length: > 0 and <= LongestValue } token || token.Any(c => c is <= ' ' or > '~'))
            {
                fault = "its answer has no access_token";
                return null;
            }

            if (Text(answer, "token_type") is { } type && !type.Equals("bearer", StringComparison.OrdinalIgnoreCase))
            {
                fault = $"it gives tokens of type '{Word(type)}', and only bearer tokens can be used";
                return null;
            }

            return new AccessToken(token, LifeOf(answer));
        }
        catch (JsonException)
        {
            fault = "its answer is not JSON";
            return null;
        }
    }

    /// <summary>Leaves the token out.</summary>
    public override string ToString() => $"a token for {Life}";

    private static TimeSpan LifeOf(JsonElement answer)
    {
        if (!answer.TryGetProperty("expires_in", out var life))
        {
            return UsualLife;
        }

        // Some servers write the number as a text.
        var seconds = life.ValueKind == JsonValueKind.Number && life.TryGetDouble(out var number) ? number
            : life.ValueKind == JsonValueKind.String && double.TryParse(life.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var text) ? text
            : UsualLife.TotalSeconds;
        return !(seconds > 0) ? TimeSpan.Zero : seconds < LongestLife.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestLife;
    }

    private static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // What a server calls its error is shown; a server that puts more there is cut short.
    private static string Word(string text) =>
        new([.. text.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '?')]);
}
