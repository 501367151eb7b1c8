using System.Text;

namespace Gateway.Core.Configuration.Import;

/// <summary>Names made from names: what people wrote, in small letters, with hyphens between its words.</summary>
internal static class Slug
{
    /// <summary>
    /// <c>SwaggerPetstore</c> is <c>swagger-petstore</c>, <c>LoadBalancedAPI</c> is <c>load-balanced-api</c>. Dots within stay, for versions.
    /// Never empty; fit for the name of an endpoint, a file and, with underscores, a variable.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="longest">The most letters of the result.</param>
    public static string Of(string name, int longest = 80)
    {
        var slug = new StringBuilder();
        for (var i = 0; i < name.Length && slug.Length < longest; i++)
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

    /// <summary>One for a version of an API: <c>swagger-petstore-1.0.5</c>. Long names are cut, versions are not lost.</summary>
    /// <param name="name">The API's name.</param>
    /// <param name="context">Its context, for a name without a letter that could be taken.</param>
    /// <param name="version">Its version.</param>
    public static string Of(string name, string context, string version) =>
        $"{Of(name.Any(char.IsAsciiLetterOrDigit) ? name : context, 60)}-{Of(version, 30)}";

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
