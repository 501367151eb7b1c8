using System.Collections.Frozen;
using Gateway.Core.Documents;

namespace Gateway.Core.Configuration.Import;

/// <summary>The keys of a map. It remembers which were asked for, so that in the end nothing is left that nobody spoke of.</summary>
/// <param name="map">The map.</param>
/// <param name="path">Its own key as a path; empty for the document's top.</param>
/// <param name="document">What it stands in.</param>
internal sealed class Fields(DocumentMap map, string path, ImportDocument document)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public ImportReport Report => document.Report;

    public ImportDocument Document => document;

    public DocumentMap Map => map;

    public string Path => path;

    public SourcePlace Place => document.PlaceOf(map);

    /// <summary>The value of a key, which need not be there.</summary>
    public Item this[string key]
    {
        get
        {
            _asked.Add(key);
            var entry = map.FindEntry(key);
            return new Item(entry?.Value, KeyPath(key), entry is null ? Place : document.PlaceOf(entry.Value), document);
        }
    }

    public bool Has(string key) => map.Find(key) is not null;

    /// <summary>The value of the first of several spellings that says something; the first spelling when none does.</summary>
    public Item Of(params ReadOnlySpan<string> spellings)
    {
        Item? first = null;
        foreach (var spelling in spellings)
        {
            var item = this[spelling];
            if (!item.IsNothing)
            {
                return item;
            }

            first = first is { } before && (!Has(spelling) || before.Node is not null) ? before : item;
        }

        return first!;
    }

    /// <summary>Says of every key that was asked for that it was taken, and of every other one that it was not, unless something was said of it.</summary>
    /// <param name="leftOut">Keys that no gateway acts on.</param>
    /// <param name="whatFor">What those serve.</param>
    public void Close(FrozenSet<string>? leftOut = null, string whatFor = "")
    {
        foreach (var entry in map.Entries)
        {
            var key = KeyPath(entry.Key);
            if (Report.IsTold(key))
            {
                continue;
            }

            var (verdict, text) = _asked.Contains(entry.Key) ? (ImportVerdict.Taken, "As it is.")
                : leftOut?.Contains(entry.Key) == true ? (ImportVerdict.LeftOut, whatFor)
                : IsQuiet(entry.Value) ? (ImportVerdict.LeftOut, "It is empty.")
                : (ImportVerdict.NotSupported, "This key is not known.");
            Report.Add(verdict, key, document.PlaceOf(entry), text);
        }
    }

    private string KeyPath(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static bool IsQuiet(DocumentNode value) =>
        value.IsNull || value.Text is "" || value is DocumentMap { Entries.Count: 0 } or DocumentList { Items.Count: 0 };
}
