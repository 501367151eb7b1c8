using System.Collections.Immutable;
using System.Text;

namespace Gateway.Core.Authentication;

/// <summary>
/// Reads lists of challenges and of parameters (RFC 9110, 11.2 to 11.6.1). Challenges and their parameters are both separated by commas:
/// a word is a parameter's name if an equals sign and a value follow it, and else the next challenge's scheme. What cannot be read ends
/// the list; what was read before it counts.
/// </summary>
public static class ChallengeReader
{
    /// <summary>The most characters of a header that are looked at.</summary>
    public const int Longest = 16 * 1024;

    private const int MostChallenges = 16;
    private const int MostParameters = 64;

    /// <summary>The challenges of one header's value, in their order.</summary>
    public static ImmutableArray<Challenge> ReadChallenges(string header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var challenges = ImmutableArray.CreateBuilder<Challenge>();
        var at = 0;
        while (challenges.Count < MostChallenges)
        {
            SkipCommas(header, ref at);
            var scheme = Token(header, ref at);
            if (scheme.Length == 0 || header.Length > Longest)
            {
                break;
            }

            challenges.Add(new Challenge(scheme, Parameters(header, ref at, afterScheme: true)));
        }

        return challenges.ToImmutable();
    }

    /// <summary>The parameters of a header that holds nothing else, such as <c>Authentication-Info</c>.</summary>
    public static Challenge ReadParameters(string header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var at = 0;
        return new Challenge("", header.Length > Longest ? [] : Parameters(header, ref at, afterScheme: false));
    }

    private static ImmutableArray<(string Name, string Value)> Parameters(string text, ref int at, bool afterScheme)
    {
        var parameters = ImmutableArray.CreateBuilder<(string, string)>();
        while (parameters.Count < MostParameters)
        {
            var start = at;
            SkipCommas(text, ref at);
            var name = Token(text, ref at);
            SkipBlanks(text, ref at);
            if (name.Length == 0 || at >= text.Length || text[at] != '=')
            {
                // The next challenge's scheme, or the end.
                at = start;
                break;
            }

            at++;
            SkipBlanks(text, ref at);
            if (afterScheme && parameters.Count == 0 && (at >= text.Length || text[at] is '=' or ','))
            {
                // A token68 with its padding, in the place of parameters.
                SkipToComma(text, ref at);
                break;
            }

            if (Value(text, ref at) is not { } value)
            {
                at = text.Length;
                break;
            }

            parameters.Add((name, value));
            SkipBlanks(text, ref at);
            if (at < text.Length && text[at] != ',')
            {
                // What follows a value without a comma belongs to nothing.
                at = text.Length;
                break;
            }
        }

        SkipToken68(text, ref at, afterScheme && parameters.Count == 0);
        return parameters.ToImmutable();
    }

    private static void SkipToken68(string text, ref int at, bool mayStand)
    {
        // A token68 without padding: the word behind the scheme, with a blank and no comma between them.
        if (mayStand && at < text.Length && text[at] is ' ' or '\t')
        {
            var next = at;
            SkipBlanks(text, ref next);
            if (next < text.Length && text[next] != ',')
            {
                SkipToComma(text, ref at);
            }
        }
    }

    private static string? Value(string text, ref int at)
    {
        if (at >= text.Length || text[at] != '"')
        {
            var token = Token(text, ref at);
            return token.Length == 0 ? null : token;
        }

        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"':
                    at++;
                    return value.ToString();
                case '\\' when at + 1 < text.Length:
                    value.Append(text[++at]);
                    break;
                default:
                    value.Append(text[at]);
                    break;
            }
        }

        return null;
    }

    private static string Token(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && IsTokenCharacter(text[at]))
        {
            at++;
        }

        return text[start..at];
    }

    private static void SkipCommas(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or ',')
        {
            at++;
        }
    }

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }
    }

    private static void SkipToComma(string text, ref int at)
    {
        while (at < text.Length && text[at] != ',')
        {
            at++;
        }
    }

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);
}
