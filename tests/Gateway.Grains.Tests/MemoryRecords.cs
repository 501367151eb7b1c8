using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Storage;

namespace Gateway.Grains.Tests;

/// <summary>
/// Storage with ETags, shared by all silos of a test, that can be told to fail before or after a write, to stand still, and to forget
/// the last write as a fail-over of asynchronous replicas does.
/// </summary>
internal sealed class MemoryRecords : IGrainStorage
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<(string ETag, string Json)>> _records = [];
    private int _etags;

    /// <summary>Throws before anything is read or written.</summary>
    public volatile bool IsDown;

    /// <summary>How many of the next writes are done and then reported as failed.</summary>
    public int FailAfter;

    /// <summary>Awaited before each write.</summary>
    public Func<Task> BeforeWrite { get; set; } = () => Task.CompletedTask;

    /// <summary>Every write that was done, in order.</summary>
    public ConcurrentQueue<string> Writes { get; } = new();

    /// <summary>Released once per write done.</summary>
    public SemaphoreSlim Written { get; } = new(0);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            ThrowIfDown();
            var stored = Last($"{grainId}");
            grainState.ETag = stored?.ETag;
            grainState.RecordExists = stored is not null;
            grainState.State = stored is { } found ? JsonSerializer.Deserialize<T>(found.Json)! : Activator.CreateInstance<T>();
        }

        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await BeforeWrite();
        lock (_gate)
        {
            ThrowIfDown();
            var stored = Last($"{grainId}");
            if (stored?.ETag != grainState.ETag)
            {
                throw new InconsistentStateException("changed", stored?.ETag, grainState.ETag);
            }

            Put($"{grainId}", JsonSerializer.Serialize(grainState.State));
            if (FailAfter > 0)
            {
                FailAfter--;
                throw new IOException("the answer was lost");
            }

            (grainState.ETag, grainState.RecordExists) = (Last($"{grainId}")!.Value.ETag, true);
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

    /// <summary>What is stored of a grain.</summary>
    public T Stored<T>(GrainId grain)
    {
        lock (_gate)
        {
            return JsonSerializer.Deserialize<T>(Last($"{grain}")!.Value.Json)!;
        }
    }

    /// <summary>Writes past everybody, as another activation would.</summary>
    public void Overwrite<T>(GrainId grain, T state)
    {
        lock (_gate)
        {
            Put($"{grain}", JsonSerializer.Serialize(state));
        }
    }

    /// <summary>Forgets the last write, ETag and all.</summary>
    public void RollBack(GrainId grain)
    {
        lock (_gate)
        {
            _records[$"{grain}"].RemoveAt(_records[$"{grain}"].Count - 1);
        }
    }

    private void Put(string key, string json)
    {
        if (!_records.TryGetValue(key, out var versions))
        {
            _records[key] = versions = [];
        }

        versions.Add(($"e{++_etags}", json));
        Writes.Enqueue(json);
        Written.Release();
    }

    private (string ETag, string Json)? Last(string key) =>
        _records.TryGetValue(key, out var versions) && versions.Count > 0 ? versions[^1] : null;

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new IOException("storage is down");
        }
    }
}
