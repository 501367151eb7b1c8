namespace Gateway.Core.Configuration;

/// <summary>WSO2's kinds of placeholders.</summary>
internal enum PlaceholderKind
{
    /// <summary><c>$secret{alias}</c>: a value of <c>[secrets]</c>.</summary>
    Secret,

    /// <summary><c>$sys{name}</c>: a system property.</summary>
    Sys,

    /// <summary><c>$env{NAME}</c>: an environment variable.</summary>
    Env,

    /// <summary><c>$ref{dotted.key}</c>: another value of the file.</summary>
    Ref,

    /// <summary><c>${name}</c>: a run-time property; stays as written when unknown.</summary>
    Runtime,
}

/// <summary>A placeholder in a text.</summary>
/// <param name="Kind">Where its value comes from.</param>
/// <param name="Argument">What stands in the braces.</param>
/// <param name="End">The offset behind its closing brace.</param>
internal readonly record struct Placeholder(PlaceholderKind Kind, string Argument, int End)
{
    private static readonly (string Opening, PlaceholderKind Kind)[] Forms =
    [
        ("${", PlaceholderKind.Runtime), ("$env{", PlaceholderKind.Env), ("$ref{", PlaceholderKind.Ref),
        ("$secret{", PlaceholderKind.Secret), ("$sys{", PlaceholderKind.Sys),
    ];

    /// <summary>The placeholder that begins at an offset, or null: a dollar sign alone is a character like any other.</summary>
    public static Placeholder? At(string text, int offset)
    {
        foreach (var (opening, kind) in Forms)
        {
            if (string.CompareOrdinal(text, offset, opening, 0, opening.Length) == 0)
            {
                var start = offset + opening.Length;
                var end = text.IndexOf('}', start);
                return end < 0 ? null : new Placeholder(kind, text[start..end], end + 1);
            }
        }

        return null;
    }
}
