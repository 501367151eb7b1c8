using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Core.Mocks;

/// <summary>Why a mock has no answer.</summary>
public enum MockRefusal
{
    /// <summary>It has one.</summary>
    None,

    /// <summary>The code that was asked for is none: 400.</summary>
    MalformedCode,

    /// <summary>The definition has nothing for the code or example: 501.</summary>
    NotDefined,

    /// <summary>It has nothing that the client accepts: 406.</summary>
    NotAcceptable,
}

/// <summary>The answer of a mock, or why there is none.</summary>
/// <param name="Refusal">Why there is none.</param>
/// <param name="Status">Its status.</param>
/// <param name="MediaType">What the body is; empty: there is none.</param>
/// <param name="Body">The body in UTF-8.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Applied">The field <c>Preference-Applied</c>; empty: none.</param>
public readonly record struct MockAnswer(
    MockRefusal Refusal, int Status = 0, string MediaType = "", ReadOnlyMemory<byte> Body = default, ImmutableArray<MockHeader> Headers = default,
    string Applied = "");

/// <summary>
/// Chooses an answer of an operation as WSO2's mock of OpenAPI definitions does: of the code that is asked for, else of the range
/// <c>40X</c>, else <c>4XX</c>, else none; when none is asked for <c>default</c>, else the first.
/// </summary>
public static class MockChoice
{
    /// <summary>Chooses.</summary>
    /// <param name="operation">The answers there are.</param>
    /// <param name="accept">The field <c>Accept</c>; empty: none.</param>
    /// <param name="preferences">What is asked for.</param>
    public static MockAnswer Choose(MockOperation operation, string accept, Preferences preferences)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (preferences.Code.Length > 0 && !preferences.IsCodeValid)
        {
            return new MockAnswer(MockRefusal.MalformedCode);
        }

        if (Find(operation.Responses, preferences.Code) is not { } response)
        {
            return new MockAnswer(MockRefusal.NotDefined);
        }

        // A range that was asked for by a code answers with that code; WSO2 answers 400 where 404 was asked for and 4XX is there.
        var status = preferences.Code.Length > 0 ? int.Parse(preferences.Code, CultureInfo.InvariantCulture) : StatusOf(response.Code);
        if (response.Contents.IsEmpty)
        {
            return preferences.Example.Length > 0
                ? new MockAnswer(MockRefusal.NotDefined)
                : new MockAnswer(MockRefusal.None, status, Headers: response.Headers, Applied: Applied(preferences));
        }

        if (Pick(response.Contents, accept) is not { } content)
        {
            return new MockAnswer(MockRefusal.NotAcceptable);
        }

        var example = preferences.Example.Length == 0
            ? content.Examples[0]
            : content.Examples.FirstOrDefault(example => example.Name == preferences.Example);
        return example is null
            ? new MockAnswer(MockRefusal.NotDefined)
            : new MockAnswer(MockRefusal.None, status, Concrete(content.MediaType), example.Body, response.Headers, Applied(preferences));
    }

    private static MockResponse? Find(ImmutableArray<MockResponse> responses, string code)
    {
        if (code.Length == 0)
        {
            return By(responses, "default") ?? (responses.IsEmpty ? null : responses[0]);
        }

        return By(responses, code) ?? By(responses, $"{code[..2]}X") ?? By(responses, $"{code[0]}XX");
    }

    private static MockResponse? By(ImmutableArray<MockResponse> responses, string code)
    {
        foreach (var response in responses)
        {
            if (response.Code.Equals(code, StringComparison.OrdinalIgnoreCase))
            {
                return response;
            }
        }

        return null;
    }

    private static int StatusOf(string code) =>
        int.TryParse(code.Replace('X', '0').Replace('x', '0'), NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 200 and <= 599
            ? status : 200;

    private static MockContent? Pick(ImmutableArray<MockContent> contents, string accept)
    {
        var best = 0.0;
        MockContent? picked = null;
        foreach (var content in contents)
        {
            // What the definition leaves open suits everybody who wants nothing better.
            var quality = content.MediaType.Contains('*') ? 0.001 : AcceptedTypes.Quality(accept, content.MediaType);
            if (quality > best)
            {
                (best, picked) = (quality, content);
            }
        }

        return picked;
    }

    // A definition may say */* or text/*; an answer is of one type.
    private static string Concrete(string mediaType) =>
        !mediaType.Contains('*') ? mediaType : mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ? "text/plain" : "application/json";

    private static string Applied(Preferences preferences) => (preferences.Code.Length, preferences.Example.Length) switch
    {
        (0, 0) => "",
        (_, 0) => $"code={preferences.Code}",
        (0, _) => $"example={Token(preferences.Example)}",
        _ => $"code={preferences.Code}, example={Token(preferences.Example)}",
    };

    private static string Token(string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? value : $"\"{string.Concat(value.Where(c => c is >= ' ' and < '\u007f')).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
