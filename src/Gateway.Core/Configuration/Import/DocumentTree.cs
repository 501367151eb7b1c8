using Gateway.Core.Documents;

namespace Gateway.Core.Configuration.Import;

/// <summary>Trees that stand in no document: a short form written out.</summary>
internal static class DocumentTree
{
    /// <summary>A map of the keys that have a value.</summary>
    public static DocumentMap Map(params IEnumerable<(string Key, DocumentNode? Value)> entries)
    {
        var map = new OrderedDictionary<string, DocumentEntry>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            if (value is not null)
            {
                map[key] = new DocumentEntry(key, value.Line, value.Column, value);
            }
        }

        var first = map.Count > 0 ? map.GetAt(0).Value : null;
        return new DocumentMap(first?.Line ?? 0, first?.Column ?? 0, map);
    }

    public static DocumentScalar Text(string text) => new(0, 0, DocumentScalarKind.Text, text);

    /// <summary>A list of what is there.</summary>
    public static DocumentList List(IEnumerable<DocumentNode?> items)
    {
        DocumentNode[] all = [.. items.OfType<DocumentNode>()];
        return new DocumentList(all.FirstOrDefault()?.Line ?? 0, all.FirstOrDefault()?.Column ?? 0, all);
    }
}
