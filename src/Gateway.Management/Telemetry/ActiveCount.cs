using System.Diagnostics.Metrics;

namespace Gateway.Management.Telemetry;

/// <summary>An up-down counter with few series, found by comparing: methods, schemes and states are short closed lists.</summary>
internal sealed class ActiveCount
{
    // The platform bounds these tags itself; what were beyond this is summed in one series without them.
    private const int MostSeries = 64;

    private readonly string[] _tags;
    private readonly Lock _growing = new();
    private readonly Series _overflow = new([]);
    private Series[] _series = [];

    /// <param name="tags">Names of the tags that tell series apart, at most four.</param>
    public ActiveCount(string[] tags) => _tags = tags;

    /// <summary>Counts up or down.</summary>
    public void Add(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Span<int> places = stackalloc int[_tags.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = PlaceOf(_tags[i], tags);
        }

        foreach (var series in Volatile.Read(ref _series))
        {
            if (series.Has(tags, places))
            {
                Interlocked.Add(ref series.Value, value);
                return;
            }
        }

        Interlocked.Add(ref Grow(tags, places).Value, value);
    }

    /// <summary>The present values.</summary>
    public IEnumerable<Measurement<long>> Read()
    {
        foreach (var series in Volatile.Read(ref _series))
        {
            yield return new Measurement<long>(Interlocked.Read(ref series.Value), Labels(series));
        }
    }

    private static int PlaceOf(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        for (var i = 0; i < tags.Length; i++)
        {
            if (tags[i].Key == name)
            {
                return i;
            }
        }

        return -1;
    }

    private Series Grow(ReadOnlySpan<KeyValuePair<string, object?>> tags, ReadOnlySpan<int> places)
    {
        lock (_growing)
        {
            foreach (var known in _series)
            {
                if (known.Has(tags, places))
                {
                    return known;
                }
            }

            if (_series.Length > MostSeries)
            {
                return _overflow;
            }

            var values = new object?[places.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = places[i] < 0 ? null : tags[places[i]].Value;
            }

            var series = _series.Length == MostSeries ? _overflow : new Series(values);
            Volatile.Write(ref _series, [.. _series, series]);
            return series;
        }
    }

    private IEnumerable<KeyValuePair<string, object?>> Labels(Series series) =>
        _tags.Zip(series.Values, static (name, value) => new KeyValuePair<string, object?>(name, value)).Where(tag => tag.Value is not null);

    private sealed class Series(object?[] values)
    {
        public long Value;

        public object?[] Values { get; } = values;

        public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> tags, ReadOnlySpan<int> places)
        {
            if (Values.Length != places.Length)
            {
                return false;
            }

            for (var i = 0; i < places.Length; i++)
            {
                if (!Equals(Values[i], places[i] < 0 ? null : tags[places[i]].Value))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
