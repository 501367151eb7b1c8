using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Core.Configuration;

/// <summary>The keys that one table may hold, and what becomes of the others.</summary>
internal sealed class KeySet
{
    private readonly FrozenSet<string> _acted;
    private readonly FrozenDictionary<string, string> _notYet;
    private readonly ImmutableArray<string> _suggestions;

    /// <param name="acted">Keys that are acted on.</param>
    /// <param name="notYet">Keys that mean something, but are not yet supported, with a hint on what to do meanwhile.</param>
    public KeySet(IEnumerable<string> acted, params IEnumerable<(string Key, string Hint)> notYet)
    {
        _acted = acted.ToFrozenSet(StringComparer.Ordinal);
        _notYet = notYet.ToFrozenDictionary(pair => pair.Key, pair => pair.Hint, StringComparer.Ordinal);
        _suggestions = [.. _acted.Concat(_notYet.Keys).Order(StringComparer.Ordinal)];
    }

    /// <summary>Keys that are acted on.</summary>
    public IReadOnlyCollection<string> Acted => _acted;

    /// <summary>Reports the keys of a table that is ours alone: any key that is not known is an error.</summary>
    /// <param name="table">The table.</param>
    /// <param name="elsewhere">What to say of a key that belongs to another table; null for none.</param>
    public void Check(TableReader table, Func<string, string?>? elsewhere = null)
    {
        foreach (var (key, entry) in table.Node.Entries)
        {
            if (!_acted.Contains(key) && !NotYet(table, key, entry.Place))
            {
                var hint = elsewhere?.Invoke(key)
                    ?? (Nearest.To(key, _suggestions) is { } nearest ? $"Did you mean '{nearest}'?" : $"It may hold: {string.Join(", ", _suggestions)}.");
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
            if (_acted.Contains(key) || NotYet(table, key, entry.Place))
            {
                continue;
            }

            if (!wso2.Contains(key) && Nearest.To(key, _suggestions) is { } nearest)
            {
                table.Problems.Error(entry.Place, $"unknown key '{key}' in {table.What}", $"Did you mean '{nearest}'?");
            }
            else
            {
                table.Reading.Leftovers.Add(top, known is not null && wso2.Contains(key) ? known : prefix + key, entry.Place);
            }
        }
    }

    private bool NotYet(TableReader table, string key, SourcePlace place)
    {
        if (!_notYet.TryGetValue(key, out var hint))
        {
            return false;
        }

        table.Problems.Error(place, $"'{key}' in {table.What} is not yet supported", hint);
        return true;
    }
}
