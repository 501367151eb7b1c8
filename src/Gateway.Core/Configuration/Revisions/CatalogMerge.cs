using System.Collections.Immutable;
using Gateway.Core.Endpoints;
using Gateway.Core.Mediation.Sequences;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Revisions;

/// <summary>What putting an import into a running catalog comes to.</summary>
/// <param name="Catalog">The catalog with the import in it; null: it is refused.</param>
/// <param name="Taken">What is there already and may not be replaced, a sentence; empty: nothing is.</param>
/// <param name="Problems">What makes the whole unsound.</param>
public sealed record MergeResult(Catalog? Catalog, string Taken, ImmutableArray<Problem> Problems);

/// <summary>Puts imported APIs and endpoints into a running catalog.</summary>
public static class CatalogMerge
{
    /// <summary>Decides.</summary>
    /// <param name="running">The catalog that runs; null: none does.</param>
    /// <param name="imported">What is to come into it.</param>
    /// <param name="replace">Whether an API that is there in that version is replaced, with the endpoints that it alone uses.</param>
    public static MergeResult Add(Catalog? running, Catalog imported, bool replace)
    {
        ArgumentNullException.ThrowIfNull(imported);
        if (running is null)
        {
            return new MergeResult(imported, "", []);
        }

        var replaced = running.Apis.Where(api => imported.Apis.Any(other => Same(api, other))).ToArray();
        if (replaced is [var first, ..] && !replace)
        {
            return new MergeResult(null, $"API '{first.Name}' {first.Version} is there already. Replace it with replace=true, or import another version.", []);
        }

        var kept = running.Apis.Except(replaced).ToArray();
        var used = UsedBy(running, kept);
        var owned = UsedBy(running, replaced);
        owned.ExceptWith(used);
        var endpoints = running.Endpoints.Values.Where(endpoint => !owned.Contains(endpoint.Name)).ToDictionary(endpoint => endpoint.Name, StringComparer.Ordinal);
        foreach (var endpoint in imported.Endpoints.Values)
        {
            if (!endpoints.TryAdd(endpoint.Name, endpoint))
            {
                return new MergeResult(null, $"An endpoint named '{endpoint.Name}' is there already, and not this API's alone. Rename one of them.", []);
            }
        }

        var files = running.Files.Concat(imported.Files).GroupBy(file => file.Path, StringComparer.Ordinal).Select(same => same.Last());
        var bundle = CatalogWriter.Write(endpoints.Values, kept.Concat(imported.Apis), files);

        // Read again as any catalog is: files that nothing names any more are left out, and contexts that collide are found.
        var read = CatalogReader.Read("the catalog with the import", bundle.Text);
        return new MergeResult(read.Value, "", read.Problems);
    }

    private static bool Same(ApiDefinition left, ApiDefinition right) => left.Name == right.Name && left.Version == right.Version;

    private static HashSet<string> UsedBy(Catalog catalog, IEnumerable<ApiDefinition> apis)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(apis.SelectMany(api => new[] { api.Endpoint, api.SandboxEndpoint }.Concat(SequencesOf(catalog, api)?.Endpoints ?? [])));
        while (open.TryPop(out var name))
        {
            if (name.Length == 0 || !used.Add(name))
            {
                continue;
            }

            foreach (var next in catalog.Endpoints[name] switch
            {
                GroupEndpoint group => group.Members,
                DynamicEndpoint dynamic => dynamic.Targets(catalog.Endpoints.ContainsKey).Where(catalog.Endpoints.ContainsKey),
                _ => Enumerable.Empty<string>(),
            })
            {
                open.Push(next);
            }
        }

        return used;
    }

    private static ApiSequences? SequencesOf(Catalog catalog, ApiDefinition api) =>
        catalog.Sequences.IsEmpty ? null : catalog.Sequences[catalog.Apis.IndexOf(api)];
}
