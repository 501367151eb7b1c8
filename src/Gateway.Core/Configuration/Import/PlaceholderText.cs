namespace Gateway.Core.Configuration.Import;

/// <summary>
/// What looks like a placeholder of ours in what is imported. Nothing there may reach this gateway's environment, secrets or settings:
/// only credentials become placeholders, and those are written by the import.
/// </summary>
internal static class PlaceholderText
{
    /// <summary>Whether a text holds one.</summary>
    public static bool IsIn(string text)
    {
        for (var i = text.IndexOf('$', StringComparison.Ordinal); i >= 0; i = text.IndexOf('$', i + 1))
        {
            if (Placeholder.At(text, i) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it holds one, which is then reported.</summary>
    public static bool Refuse(Item item, string text)
    {
        if (!IsIn(text))
        {
            return false;
        }

        item.Wrong($"'{item.Key}' holds a placeholder, which this gateway would replace by a value of its own",
            "Write the value itself. A variable of apictl, $NAME or ${NAME}, must be set in the environment of this command.");
        return true;
    }
}
