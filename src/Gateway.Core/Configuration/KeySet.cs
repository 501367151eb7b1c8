using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Core.Configuration;

/// <summary>The keys that one table may hold, and what becomes of the others.</summary>
internal sealed class KeySet
{
    private readonly FrozenDictionary<string, Key> _acted;
    private readonly FrozenDictionary<string, string> _refused;
    private readonly ImmutableArray<string> _suggestions;

    /// <param name="name">What the table is called in the reference: <c>[server]</c>, <c>suspend</c>.</param>
    /// <param name="keys">Keys that are acted on, in the order in which they are shown.</param>
    /// <param name="refused">Keys that mean something, but are not supported.</param>
    public KeySet(string name, ImmutableArray<Key> keys, params ImmutableArray<RefusedKey> refused)
    {
        (Name, Keys, Refused) = (name, keys, refused);
        _acted = keys.ToFrozenDictionary(key => key.Name, StringComparer.Ordinal);
        _refused = refused.ToFrozenDictionary(key => key.Name, key => key.Remedy, StringComparer.Ordinal);
        _suggestions = [.. _acted.Keys.Concat(_refused.Keys).Order(StringComparer.Ordinal)];
    }

    /// <summary>What the table is called in the reference.</summary>
    public string Name { get; }

    /// <summary>Keys that are acted on.</summary>
    public ImmutableArray<Key> Keys { get; }

    /// <summary>Keys that are refused by name.</summary>
    public ImmutableArray<RefusedKey> Refused { get; }

    /// <summary>The names of the keys that are acted on.</summary>
    public IReadOnlyCollection<string> Acted => _acted.Keys;

    /// <summary>The table with all that has a default, as TOML.</summary>
    public string Defaults => $"{{ {string.Join(", ", Keys.Where(key => key.Otherwise is null).Select(key => $"{key.Name} = {key.Default}"))} }}";

    /// <summary>Reports the keys of a table that is ours alone: any key that is not known is an error.</summary>
    /// <param name="table">The table.</param>
    /// <param name="elsewhere">What to say of a key that belongs to another table; null for none.</param>
    public void Check(TableReader table, Func<string, string?>? elsewhere = null)
    {
        foreach (var (key, entry) in table.Node.Entries)
        {
            if (!_acted.ContainsKey(key) && !IsRefused(table, key, entry.Place))
            {
                var hint = elsewhere?.Invoke(key)
                    ?? (Nearest.To(key, _suggestions) is { } nearest ? Meant(nearest) : $"It may hold: {string.Join(", ", _suggestions)}.");
                table.Problems.Error(entry.Place, $"unknown key '{key}' in {table.What}", hint);
            }
        }
    }

    /// <summary>
    /// Reports the keys of a table that WSO2 has too: only what looks like a slip of one of ours is an error.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="wso2">WSO2's keys that change nothing here.</param>
    /// <param name="top">The top-level table to sum them up under.</param>
    /// <param name="prefix">What stands before them in that table, with its dot.</param>
    /// <param name="known">How all of WSO2's keys are called together; null to call each by its name.</param>
    public void CheckShared(TableReader table, FrozenSet<string> wso2, string top, string prefix = "", string? known = null)
    {
        foreach (var (key, entry) in table.Node.Entries)
        {
            if (_acted.ContainsKey(key) || IsRefused(table, key, entry.Place))
            {
                continue;
            }

            if (!wso2.Contains(key) && Nearest.To(key, _suggestions) is { } nearest)
            {
                table.Problems.Error(entry.Place, $"unknown key '{key}' in {table.What}", Meant(nearest));
            }
            else
            {
                table.Reading.Leftovers.Add(top, known is not null && wso2.Contains(key) ? known : prefix + key, entry.Place);
            }
        }
    }

    private string Meant(string key) => _acted.TryGetValue(key, out var known) ? $"Did you mean '{key}' ({known.Form})?" : $"Did you mean '{key}'?";

    private bool IsRefused(TableReader table, string key, SourcePlace place)
    {
        if (!_refused.TryGetValue(key, out var remedy))
        {
            return false;
        }

        table.Problems.Error(place, $"'{key}' in {table.What} is not yet supported", remedy);
        return true;
    }
}
