using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Orleans.Storage;

namespace Gateway.Silo.Storage;

/// <summary>
/// Grain state in files, one per record, for the one process that holds the data directory. A record is replaced whole or not at
/// all: written beside, flushed to the disk and renamed over the old one. Writes to one record take turns, each on the ETag that
/// it names. After a power failure a record is as it was before or after its last write.
/// </summary>
internal sealed class FileRecordStorage(string directory, IGrainStorageSerializer serializer) : IGrainStorage
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var path = PathOf(stateName, grainId);
        var record = await InTurnAsync(path, () => FileRecord.Read(path)).ConfigureAwait(false);
        grainState.ETag = record?.ETag;
        grainState.RecordExists = record is not null;
        grainState.State = record is null ? Activator.CreateInstance<T>() : serializer.Deserialize<T>(new BinaryData(record.Data));
    }

    /// <inheritdoc />
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var path = PathOf(stateName, grainId);
        var record = new FileRecord(Guid.NewGuid().ToString("N"), serializer.Serialize(grainState.State!).ToMemory());
        var expected = grainState.ETag;
        await InTurnAsync(path, () =>
        {
            Expect(path, expected);
            record.Replace(path);
            return true;
        }).ConfigureAwait(false);
        (grainState.ETag, grainState.RecordExists) = (record.ETag, true);
    }

    /// <inheritdoc />
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var path = PathOf(stateName, grainId);
        var expected = grainState.ETag;
        await InTurnAsync(path, () =>
        {
            Expect(path, expected);
            File.Delete(path);
            return true;
        }).ConfigureAwait(false);
        (grainState.ETag, grainState.RecordExists, grainState.State) = (null, false, Activator.CreateInstance<T>());
    }

    private static void Expect(string path, string? expected)
    {
        var stored = FileRecord.Read(path)?.ETag;
        if (stored != expected)
        {
            throw new InconsistentStateException($"Record {path} has changed since it was read", stored, expected);
        }
    }

    // Away from the caller's turns: a flush takes as long as the disk takes.
    private async Task<TResult> InTurnAsync<TResult>(string path, Func<TResult> step)
    {
        var turn = _turns.GetOrAdd(path, _ => new SemaphoreSlim(1));
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Run(step).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    // Readable, and still one file per record where names differ only in letters that a file system does not tell apart.
    private string PathOf(string stateName, GrainId grainId)
    {
        var key = grainId.Key.ToString() ?? "";
        var readable = string.Concat(key.Take(64).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{grainId}/{stateName}")), 0, 8);
        return Path.Combine(directory, $"{stateName}-{readable}-{hash}.json");
    }
}
