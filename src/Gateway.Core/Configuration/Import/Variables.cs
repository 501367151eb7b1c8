using System.Text.RegularExpressions;

namespace Gateway.Core.Configuration.Import;

/// <summary>apictl's variables in what is imported: <c>$NAME</c> and <c>${NAME}</c>, and <c>${NAME:default}</c>.</summary>
internal static partial class Variables
{
    /// <summary>The variable that a text is, and nothing else; also in our own form, <c>$env{NAME}</c>. Null when it is none.</summary>
    public static string? NameIn(string text) =>
        Whole().Match(text) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary>Replaces the variables in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variables">What they stand for.</param>
    /// <param name="defaulted">Told of each that is not set, and of its default.</param>
    /// <param name="unset">Told of each that is not set and has none; it stays as it is.</param>
    public static string Replace(
        string text, IReadOnlyDictionary<string, string> variables, Action<string, string> defaulted, Action<string> unset) =>
        Any().Replace(text, match =>
        {
            var name = match.Groups["name"].Value;
            if (variables.TryGetValue(name, out var value))
            {
                return value;
            }

            if (match.Groups["default"].Success)
            {
                defaulted(name, match.Groups["default"].Value);
                return match.Groups["default"].Value;
            }

            // A dollar sign before capitals occurs in paths too.
            if (match.Value.StartsWith("${", StringComparison.Ordinal))
            {
                unset(name);
            }

            return match.Value;
        });

    [GeneratedRegex(@"^(\$(?<name>[A-Za-z_][A-Za-z0-9_]*)|\$(env)?\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\})$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:(?<default>[^{}$]*))?\}|\$(?<name>[A-Z_][A-Z0-9_]*)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Any();
}
