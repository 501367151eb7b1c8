using System.Collections.Frozen;
using System.Numerics;

namespace Gateway.Core.Routing;

/// <summary>
/// The methods of a route table as bits, and the values of <c>Allow</c> for the sets of them that its APIs can answer with: made
/// ahead, so that a 405 costs no more than a hit.
/// </summary>
internal sealed class AllowValues
{
    /// <summary>How many different methods one table holds at most: one bit each.</summary>
    public const int MaxMethods = 64;

    // A dozen APIs with a dozen odd methods each could make any number of sets; what goes beyond is put together when asked for.
    private const int MaxPrepared = 4096;

    private readonly FrozenDictionary<string, ulong> _bits;
    private readonly string[] _names;
    private readonly FrozenDictionary<ulong, string> _prepared;
    private readonly ulong _get;
    private readonly ulong _head;

    /// <param name="methods">Every method of the table's resources.</param>
    /// <param name="setsPerApi">Per API the sets of methods of its resources.</param>
    public AllowValues(IEnumerable<string> methods, IEnumerable<IEnumerable<IEnumerable<string>>> setsPerApi)
    {
        _names = [.. methods.Append("GET").Append("HEAD").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (_names.Length > MaxMethods)
        {
            throw new ArgumentException(
                $"The APIs use {_names.Length} different methods; a route table holds {MaxMethods}.", nameof(methods));
        }

        _bits = _names.Select((name, i) => KeyValuePair.Create(name, 1UL << i)).ToFrozenDictionary(StringComparer.Ordinal);
        (_get, _head) = (_bits["GET"], _bits["HEAD"]);

        var prepared = new Dictionary<ulong, string>();
        foreach (var sets in setsPerApi.Select(sets => sets.Select(SetOf).Distinct().ToArray()).DistinctBy(sets => string.Join(',', sets)))
        {
            Prepare(sets, prepared);
        }

        _prepared = prepared.ToFrozenDictionary();
    }

    /// <summary>The bit of a method; 0 for one that no resource lists.</summary>
    public ulong BitOf(string method) => _bits.GetValueOrDefault(method);

    /// <summary>The bits of several methods, all of them in the table.</summary>
    public ulong SetOf(IEnumerable<string> methods) => methods.Aggregate(0UL, (set, method) => set | _bits[method]);

    /// <summary>The value of <c>Allow</c>: sorted; with <c>HEAD</c> where there is <c>GET</c>, because it is answered.</summary>
    public string ValueOf(ulong set) => _prepared.TryGetValue(set, out var value) ? value : Write(set);

    private void Prepare(ulong[] sets, Dictionary<ulong, string> prepared)
    {
        var unions = new HashSet<ulong>();
        foreach (var set in sets)
        {
            foreach (var union in unions.Select(other => other | set).Append(set).ToArray())
            {
                if (prepared.Count >= MaxPrepared)
                {
                    return;
                }

                if (unions.Add(union))
                {
                    prepared.TryAdd(union, Write(union));
                }
            }
        }
    }

    private string Write(ulong set)
    {
        set |= (set & _get) != 0 ? _head : 0;
        var names = new List<string>(BitOperations.PopCount(set));
        for (; set != 0; set &= set - 1)
        {
            names.Add(_names[BitOperations.TrailingZeroCount(set)]);
        }

        return string.Join(", ", names);
    }
}
