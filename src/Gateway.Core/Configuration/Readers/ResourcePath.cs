using System.Text.RegularExpressions;

namespace Gateway.Core.Configuration.Readers;

/// <summary>The rules for a resource's path: WSO2's url mappings and URI templates.</summary>
internal static partial class ResourcePath
{
    /// <summary>What is wrong with a path, and what to do; null when nothing is.</summary>
    public static (string What, string Remedy)? Fault(string path)
    {
        if (!path.StartsWith('/') && !Extension().IsMatch(path))
        {
            return ("it must begin with '/'", path.Length == 0 ? "Write \"/*\" for everything." : $"Write \"/{path}\".");
        }

        if (path.AsSpan().IndexOfAny("# \t") >= 0 || path.Any(char.IsControl))
        {
            return ("blanks and '#' cannot stand in it", "Write a blank as %20.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match expression in Expressions().Matches(path))
        {
            if (!Form().IsMatch(expression.Value))
            {
                return ($"{expression.Value} is not a variable", "Write {name}, or {+name} to match slashes too.");
            }

            foreach (var name in expression.Value.Trim('{', '}', '+', '?', '&').Split(','))
            {
                if (!names.Add(name))
                {
                    return ($"the variable '{name}' stands in it twice", "Give each variable a name of its own.");
                }
            }
        }

        return Expressions().Replace(path, "").AsSpan().IndexOfAny('{', '}') >= 0
            ? ("a brace has no partner", "A variable stands in a pair of braces: {petId}.")
            : null;
    }

    [GeneratedRegex(@"^\*\.[^/*{}?]+$")]
    private static partial Regex Extension();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Expressions();

    [GeneratedRegex(@"^\{[+?&]?[\w.-]+(,[\w.-]+)*\}$", RegexOptions.ECMAScript)]
    private static partial Regex Form();
}
