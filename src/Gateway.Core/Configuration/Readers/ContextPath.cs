namespace Gateway.Core.Configuration.Readers;

/// <summary>The rules for an API's context.</summary>
internal static class ContextPath
{
    private const string Version = "{version}";

    /// <summary>What is wrong with a context, and what to do; null when nothing is.</summary>
    public static (string What, string Remedy)? Fault(string context)
    {
        if (!context.StartsWith('/'))
        {
            return ("it must begin with '/'", $"Write \"/{context}\".");
        }

        if (context.Length > 1 && context.EndsWith('/'))
        {
            return ("it must not end in '/'", $"Write \"{(context.TrimEnd('/') is { Length: > 0 } shorter ? shorter : "/")}\".");
        }

        var plain = context.Replace(Version, "v", StringComparison.Ordinal);
        if (plain.Length < context.Length - Version.Length + 1)
        {
            return ("{version} stands in it twice", "Let it stand in one place.");
        }

        foreach (var c in plain)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"/-._~!$&'()*+,;=:@%".Contains(c, StringComparison.Ordinal))
            {
                return ($"'{c}' cannot stand in it", "It is a path of letters, digits and -._~!$&'()+,;=:@, other characters as %XX; {version} may stand in it once.");
            }
        }

        foreach (var segment in plain.AsSpan(1).Length == 0 ? [] : plain[1..].Split('/'))
        {
            if (segment is "" or "." or "..")
            {
                return ($"a part of it is {(segment.Length == 0 ? "empty" : $"'{segment}'")}", "Name each part between two slashes.");
            }
        }

        return null;
    }
}
