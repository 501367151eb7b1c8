using System.Collections.Frozen;
using Gateway.Core.Configuration.Checks;
using Gateway.Core.Configuration.Readers;
using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration;

/// <summary>The cluster's part of a file: <c>[[endpoint]]</c> and <c>[[api]]</c>.</summary>
internal static class CatalogSection
{
    /// <summary>Reads and checks it; null when there was an error, here or before.</summary>
    /// <param name="root">The file.</param>
    /// <param name="reading">The configuration being read.</param>
    /// <param name="check">What a node that is to serve it has to check besides.</param>
    public static Catalog? Read(TableNode root, Reading reading, Action<CatalogDraft>? check = null)
    {
        var table = new TableReader(reading, root, "the file", Scope.Catalog);
        var draft = new CatalogDraft(reading.Problems);
        foreach (var endpoint in table.Tables("endpoint", "[[endpoint]]"))
        {
            EndpointReaders.Read(endpoint, draft, leafOnly: false);
        }

        foreach (var api in table.Tables("api", "[[api]]"))
        {
            ApiReader.Read(api, draft);
        }

        GroupChecks.Check(draft, reading.Problems);
        ApiChecks.Check(draft, reading.Problems);
        RouteChecks.Check(draft, reading.Problems);
        SessionChecks.Check(draft, reading.Problems);
        LifecycleChecks.Check(draft, reading.Problems);
        MockChecks.Check(draft, reading.Problems);
        check?.Invoke(draft);
        return reading.Problems.HasErrors ? null
            : new Catalog(
                draft.Endpoints.ToFrozenDictionary(StringComparer.Ordinal), [.. draft.Apis],
                CatalogWriter.Write(draft.Endpoints.Values, draft.Apis, reading.Files.Taken))
            {
                Files = [.. reading.Files.Taken],
                Sequences = draft.Sequences.Count == 0 ? [] : [.. draft.Apis.Select(api => draft.Sequences.GetValueOrDefault(api))],
            };
    }
}
