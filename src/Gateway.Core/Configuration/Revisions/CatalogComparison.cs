using System.Collections.Immutable;
using Gateway.Core.Configuration.Readers;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Revisions;

/// <summary>Compares two catalogs. What is written the same way in canonical form is the same.</summary>
public static class CatalogComparison
{
    /// <summary>The way from one to the other.</summary>
    /// <param name="before">The one that runs; null: none does.</param>
    /// <param name="after">The one that is to run.</param>
    public static CatalogDifference Of(Catalog? before, Catalog after)
    {
        ArgumentNullException.ThrowIfNull(after);
        return new CatalogDifference(
            [.. Pair(before?.Endpoints.Values ?? [], after.Endpoints.Values, endpoint => endpoint.Name, Text)
                .Select(pair => new EndpointChange(pair.Kind, pair.Key, EndpointReaders.For(pair.After ?? pair.Before!).Type, pair.Lines))],
            [.. Pair(before?.Apis ?? [], after.Apis, api => $"{api.Name}\n{api.Version}", Text)
                .Select(pair => (pair.Kind, Api: pair.After ?? pair.Before!, pair.Lines))
                .Select(pair => new ApiChange(pair.Kind, pair.Api.Name, pair.Api.Version, pair.Lines))],
            [.. Pair(before?.Files ?? [], after.Files, file => file.Path, file => file.Text, hasKeys: false)
                .Select(pair => new FileChange(pair.Kind, pair.Key))],
            LiveEffects.Of(before, after));
    }

    private static IEnumerable<(ChangeKind Kind, string Key, T? Before, T? After, ImmutableArray<string> Lines)> Pair<T>(
        IEnumerable<T> before, IEnumerable<T> after, Func<T, string> key, Func<T, string> text, bool hasKeys = true)
        where T : class
    {
        var old = before.ToDictionary(key, StringComparer.Ordinal);
        var now = after.ToDictionary(key, StringComparer.Ordinal);
        foreach (var name in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            var (was, next) = (old.GetValueOrDefault(name), now.GetValueOrDefault(name));
            if (was is null || next is null)
            {
                yield return (was is null ? ChangeKind.Added : ChangeKind.Removed, name, was, next, []);
            }
            else if (text(was) is var left && text(next) is var right && left != right)
            {
                yield return (ChangeKind.Changed, name, was, next, hasKeys ? Keys(left, right) : []);
            }
        }
    }

    // A line of canonical TOML is a key with its value, or the head of a table in a table: resources are told as one.
    private static ImmutableArray<string> Keys(string before, string after)
    {
        var (left, right) = (Blocks(before), Blocks(after));
        return [.. left.Keys.Union(right.Keys).Where(key => left.GetValueOrDefault(key) != right.GetValueOrDefault(key))];
    }

    private static Dictionary<string, string> Blocks(string text)
    {
        var blocks = new Dictionary<string, string>(StringComparer.Ordinal);
        var head = "";
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("[[", StringComparison.Ordinal))
            {
                head = line.Trim('[', ']') is var name && name is "endpoint" or "api" ? "" : name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
            }

            var equals = line.IndexOf(" = ", StringComparison.Ordinal);
            var key = head.Length > 0 ? head : equals > 0 ? line[..equals] : "";
            if (key.Length > 0)
            {
                blocks[key] = $"{blocks.GetValueOrDefault(key)}{line}\n";
            }
        }

        return blocks;
    }

    private static string Text(Endpoint endpoint)
    {
        var toml = new CanonicalToml();
        toml.Text("type", EndpointReaders.For(endpoint).Type);
        EndpointReaders.For(endpoint).Write(endpoint, toml);
        return toml.ToString();
    }

    private static string Text(ApiDefinition api)
    {
        var toml = new CanonicalToml();
        ApiReader.Write(api, toml);
        return toml.ToString();
    }
}
