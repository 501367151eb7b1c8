using System.Text;

namespace Gateway.Core.Configuration.Import;

/// <summary>Names made from names: what people wrote, in small letters, with hyphens between its words.</summary>
internal static class Slug
{
    private const int Longest = 80;

    /// <summary>
    /// <c>SwaggerPetstore</c> is <c>swagger-petstore</c>, <c>LoadBalancedAPI</c> is <c>load-balanced-api</c>. Dots within stay, for versions.
    /// Never empty; fit for the name of an endpoint, a file and, with underscores, a variable.
    /// </summary>
    public static string Of(string name)
    {
        var slug = new StringBuilder();
        for (var i = 0; i < name.Length && slug.Length < Longest; i++)
        {
            var c = name[i];
            if (!char.IsAsciiLetterOrDigit(c) && c != '.')
            {
                Hyphen(slug);
                continue;
            }

            if (char.IsAsciiLetterUpper(c) && BeginsWord(name, i))
            {
                Hyphen(slug);
            }

            slug.Append(char.ToLowerInvariant(c));
        }

        var text = slug.ToString().Trim('-', '.');
        return text.Length > 0 ? text : "imported";
    }

    /// <summary>The same as the name of an environment variable: <c>SWAGGER_PETSTORE</c>.</summary>
    public static string Variable(string name)
    {
        var variable = Of(name).Replace('-', '_').Replace('.', '_').ToUpperInvariant();
        return char.IsAsciiDigit(variable[0]) ? $"API_{variable}" : variable;
    }

    // A capital behind a small letter or digit, or the last of several capitals when a small letter follows.
    private static bool BeginsWord(string name, int at) =>
        at > 0 && (char.IsAsciiLetterLower(name[at - 1]) || char.IsAsciiDigit(name[at - 1])
            || (char.IsAsciiLetterUpper(name[at - 1]) && at + 1 < name.Length && char.IsAsciiLetterLower(name[at + 1])));

    private static void Hyphen(StringBuilder slug)
    {
        if (slug.Length > 0 && slug[^1] is not ('-' or '.'))
        {
            slug.Append('-');
        }
    }
}
