namespace Gateway.Core.Configuration;

/// <summary>The rule for names that stand in addresses, keys of stores and labels of metrics.</summary>
internal static class Names
{
    public const string Rule = "A name has 1 to 128 letters, digits, dots, underscores, colons or hyphens.";

    /// <summary>Whether a text is <c>[A-Za-z0-9._:-]{1,128}</c>.</summary>
    public static bool IsName(string text)
    {
        if (text.Length is 0 or > 128)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or ':' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
