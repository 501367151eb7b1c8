using System.Security.Cryptography;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Sealing;

namespace Gateway.Grains.Catalog;

/// <summary>
/// The cluster's key, as a node has it, for the secrets of catalogs: whatever leaves a node or is stored is sealed, and opened where it is served,
/// changed or compared.
/// </summary>
public sealed class CatalogSealing
{
    private readonly SecretSeal? _seal;

    /// <summary>Takes the key.</summary>
    /// <param name="clusterKey">The cluster's secret; empty: there is none, and everything stays in clear.</param>
    public CatalogSealing(ReadOnlySpan<byte> clusterKey) => _seal = clusterKey.IsEmpty ? null : new SecretSeal(clusterKey);

    /// <summary>Without a key.</summary>
    public static CatalogSealing None { get; } = new([]);

    /// <summary>The name of the key; empty: there is none.</summary>
    public string KeyId => _seal?.KeyId ?? "";

    /// <summary>The text of a catalog in clear as it may leave the node.</summary>
    public string Seal(Core.Configuration.Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return _seal is null ? catalog.Bundle.Text : CatalogSecrets.Seal(catalog, _seal, static () => RandomNumberGenerator.GetBytes(SecretSeal.NonceLength));
    }

    /// <summary>Reads a bundle's text, sealed or clear.</summary>
    /// <param name="file">What to call the text in problems and places.</param>
    /// <param name="text">The text.</param>
    public ReadResult<Core.Configuration.Catalog> Open(string file, string text) => CatalogSecrets.Open(file, text, _seal);

    /// <summary>Reads the text of the bundle that has a hash.</summary>
    /// <param name="file">What to call the text in problems and places.</param>
    /// <param name="text">The text.</param>
    /// <param name="hash">The hash of the catalog in clear.</param>
    public ReadResult<Core.Configuration.Catalog> Open(string file, string text, string hash)
    {
        var read = Open(file, text);
        return read.Value is { } catalog && catalog.Bundle.Hash != hash && CatalogSecrets.KeyIdOf(text).Length > 0
            ? new ReadResult<Core.Configuration.Catalog>(null, [new Problem(new SourcePlace(file, 0, 0), Severity.Error,
                $"the bundle's hash is {catalog.Bundle.Hash}, not {hash}: it was damaged, or is another one's", "Apply the catalog anew: gateway apply FILE.")])
            : read;
    }
}
