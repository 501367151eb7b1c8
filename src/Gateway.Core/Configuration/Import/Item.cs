using System.Globalization;
using System.Numerics;
using Gateway.Core.Documents;

namespace Gateway.Core.Configuration.Import;

/// <summary>
/// One value of what is imported. Real files hold numbers as texts, flags as texts, JSON in texts, and the word null in quotes: all of it is read.
/// </summary>
/// <param name="node">The value; null when its key is not there.</param>
/// <param name="key">Its key as a path.</param>
/// <param name="place">Where it stands.</param>
/// <param name="document">What it stands in.</param>
internal sealed class Item(DocumentNode? node, string key, SourcePlace place, ImportDocument document)
{
    public string Key => key;

    public SourcePlace Place => place;

    public ImportReport Report => document.Report;

    /// <summary>Whether it says nothing: not there, null, empty, or the word null.</summary>
    public bool IsNothing => node is null or { IsNull: true } || Text is "" or "null"
        || node is DocumentMap { Entries.Count: 0 } or DocumentList { Items.Count: 0 };

    public bool IsList => node is DocumentList;

    public bool IsMap => node is DocumentMap;

    /// <summary>A scalar's text without blanks around it; null for lists, maps and null.</summary>
    public string? Text => node?.Text?.Trim();

    /// <summary>What it is in the user's words.</summary>
    public string Description => node?.Description ?? "nothing";

    /// <summary>The value as it was read.</summary>
    public DocumentNode? Node => node;

    /// <summary>A text that says something, else null; apictl's variables in it replaced. Null too when one is not set, which is then reported.</summary>
    public string? TextOrNull()
    {
        if (IsNothing || Text is not { } text || !text.Contains('$', StringComparison.Ordinal))
        {
            return IsNothing ? null : Text;
        }

        var isWhole = true;
        var replaced = Variables.Replace(
            text, document.Variables,
            (name, value) => Changed($"The variable {name} is not set; its default is taken: {value}."),
            name =>
            {
                isWhole = false;
                Wrong($"the variable {name} in '{key}' is not set", $"Set it in the environment of this command: {name}=… gateway import …");
            });
        return isWhole ? replaced : null;
    }

    /// <summary>True or false, in whatever form; null when it is neither.</summary>
    public bool? Flag() => Text?.ToLowerInvariant() switch { "true" or "yes" or "1" => true, "false" or "no" or "0" => false, _ => null };

    /// <summary>A whole number, in whatever form (<c>1E+2</c> too), cut to 64 bits; null when it is none.</summary>
    public long? Whole()
    {
        if (Text is not { Length: > 0 and <= 64 } text)
        {
            return null;
        }

        if (BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return (long)BigInteger.Clamp(whole, long.MinValue, long.MaxValue);
        }

        return Number() is { } number && number == Math.Truncate(number) ? (long)Math.Clamp(number, -9.2e18, 9.2e18) : null;
    }

    /// <summary>A finite number, in whatever form; null when it is none.</summary>
    public double? Number() =>
        double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The keys of a map, or of JSON in a text; null when it is neither, of which nothing is said.</summary>
    public Fields? Map()
    {
        if (node is DocumentMap map)
        {
            return new Fields(map, key, document);
        }

        if (Text is not ['{', ..] json)
        {
            return null;
        }

        var read = DocumentReader.Read(json);
        foreach (var fault in read.Faults)
        {
            // The place is the text's: behind its escapes characters stand elsewhere than in the file.
            var message = $"'{key}' holds JSON in a text; in its line {fault.Line}, column {fault.Column}: {fault.Message}";
            if (fault.IsWarning)
            {
                Report.Problems.Warning(place, message, fault.Hint);
            }
            else
            {
                Report.Problems.Error(place, message, fault.Hint);
            }
        }

        return read.Root is DocumentMap within ? new Fields(within, key, document.Within(place)) : null;
    }

    /// <summary>The items of a list; one that is none counts as a list of itself, one that says nothing as an empty list.</summary>
    public IEnumerable<Item> List()
    {
        if (node is not DocumentList list)
        {
            if (!IsNothing)
            {
                yield return this;
            }

            yield break;
        }

        var index = 0;
        foreach (var item in list.Items)
        {
            yield return new Item(item, $"{key}[{index++}]", document.PlaceOf(item), document);
        }
    }

    /// <summary>Says what became of it.</summary>
    public void Told(ImportVerdict verdict, string text) => Report.Add(verdict, key, place, text);

    public void Taken(string text) => Told(ImportVerdict.Taken, text);

    public void Changed(string text) => Told(ImportVerdict.Changed, text);

    public void NotSupported(string text) => Told(ImportVerdict.NotSupported, text);

    /// <summary>Refuses the import because of it.</summary>
    public void Wrong(string message, string hint) => Report.Problems.Error(place, message, hint);
}
