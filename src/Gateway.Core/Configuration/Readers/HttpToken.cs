namespace Gateway.Core.Configuration.Readers;

/// <summary>Names of headers and cookies: tokens of RFC 9110, section 5.6.2.</summary>
internal static class HttpToken
{
    private const string Marks = "!#$%&'*+-.^_`|~";
    private const int Longest = 128;

    /// <summary>What such a name is, as a part of a sentence.</summary>
    public static string Rule => $"1 to {Longest} letters, digits and marks such as '-' and '_'";

    public static bool IsName(string text) =>
        text.Length is > 0 and <= Longest && text.All(static c => char.IsAsciiLetterOrDigit(c) || Marks.Contains(c));
}
