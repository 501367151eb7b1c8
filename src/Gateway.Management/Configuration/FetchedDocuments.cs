using Gateway.Core.Configuration.Files;

namespace Gateway.Management.Configuration;

/// <summary>
/// The files below a configuration's folder, and the documents that it names by their address. A configuration is read without waiting: what
/// it asks for and is not there yet is fetched after it, and it is read again, until nothing is asked for any more.
/// </summary>
/// <param name="folder">The files.</param>
public sealed class FetchedDocuments(ICatalogFiles folder) : ICatalogFiles
{
    // Documents lead to documents, but not without end.
    private const int MostRounds = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly CatalogFileText NotYet = new(null, "it was not fetched", "Read the configuration again.");

    private readonly Dictionary<string, CatalogFileText> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public CatalogFileText Read(string path)
    {
        if (!DocumentAddress.IsMeant(path))
        {
            return folder.Read(path);
        }

        if (_known.TryGetValue(path, out var known))
        {
            return known;
        }

        _wanted.Add(path);
        return NotYet;
    }

    /// <summary>Reads a configuration with all that it names.</summary>
    /// <param name="folder">The files that it may name.</param>
    /// <param name="read">Reads it: called once, and once more each time that something was fetched.</param>
    /// <param name="cancellation">Ends the fetching; what was not fetched cannot be used.</param>
    public static async Task<T> ReadAsync<T>(ICatalogFiles folder, Func<ICatalogFiles, T> read, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(read);
        var documents = new FetchedDocuments(folder);
        var result = read(documents);
        if (documents._wanted.Count == 0)
        {
            return result;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var fetch = new DocumentFetch();
        for (var round = 0; documents._wanted.Count > 0 && round < MostRounds; round++)
        {
            await documents.FetchAsync(fetch, patience.Token).ConfigureAwait(false);
            result = read(documents);
        }

        return result;
    }

    private async Task FetchAsync(DocumentFetch fetch, CancellationToken cancellation)
    {
        string[] wanted = [.. _wanted];
        _wanted.Clear();
        var texts = await Task.WhenAll(wanted.Select(address => fetch.GetAsync(address, cancellation))).ConfigureAwait(false);
        foreach (var (address, text) in wanted.Zip(texts))
        {
            _known[address] = text;
        }
    }
}
