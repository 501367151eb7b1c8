using Gateway.Core.Configuration;
using Microsoft.Extensions.Logging;

namespace Gateway.Grains.Catalog;

/// <summary>A catalog and the number it runs under.</summary>
/// <param name="Revision">The number.</param>
/// <param name="Hash">The bundle's hash.</param>
/// <param name="Catalog">The model.</param>
internal sealed record CatalogRevision(long Revision, string Hash, Core.Configuration.Catalog Catalog);

/// <summary>Reads a bundle's text into a catalog.</summary>
/// <param name="text">Canonical TOML.</param>
internal delegate ReadResult<Core.Configuration.Catalog> CatalogCompiler(string text);

/// <summary>
/// The newest catalog that this silo knows, read from the catalog's grain and compiled once for all groups of the silo.
/// </summary>
internal sealed class CompiledCatalog(IGrainFactory grains, CatalogCompiler compile, TimeProvider clock, ILogger<CompiledCatalog> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private volatile CatalogRevision? _newest;
    private Task<CatalogRevision?>? _reading;
    private volatile bool _failed;

    /// <summary>The newest known; null: none yet.</summary>
    public CatalogRevision? Newest => _newest;

    /// <summary>
    /// The newest, read anew if it is older than <paramref name="revision"/>; however many ask, there is one reading at a time.
    /// May be older than asked for, or null, when the catalog's grain does not answer or knows no better. Never fails.
    /// </summary>
    public Task<CatalogRevision?> AtLeastAsync(long revision)
    {
        if (_newest is { } newest && newest.Revision >= revision)
        {
            return Task.FromResult<CatalogRevision?>(newest);
        }

        lock (_gate)
        {
            if (_reading is null or { IsCompleted: true })
            {
#pragma warning disable RS0030 // This belongs to the silo, not to the activation that happens to ask first: it must not run as one of its turns.
                _reading = Task.Run(ReadAsync);
#pragma warning restore RS0030
            }

            return _reading;
        }
    }

    private async Task<CatalogRevision?> ReadAsync()
    {
        var known = _newest;
        try
        {
            var answer = await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).ReadAsync(known?.Revision ?? 0, known?.Hash ?? "")
                .AsTask().WaitAsync(Patience, clock);
            if (answer.Revision > (known?.Revision ?? 0))
            {
                _newest = Compile(answer, known);
            }

            _failed = false;
        }
        // The outermost step of a background reading: a grain call fails with whatever the grain's storage throws.
        catch (Exception fault)
        {
            if (!_failed)
            {
                _failed = true;
                logger.CatalogNotRead(fault);
            }
        }

        return _newest;
    }

    private CatalogRevision Compile(CatalogAnswer answer, CatalogRevision? known)
    {
        if (answer.Text is null && known?.Hash == answer.Hash)
        {
            return known with { Revision = answer.Revision };
        }

        var result = compile(answer.Text ?? "");
        return result.Value is { } catalog
            ? new CatalogRevision(answer.Revision, answer.Hash, catalog)
            : throw new InvalidOperationException($"Revision {answer.Revision} does not compile here: {result.Problems[0]}");
    }
}
