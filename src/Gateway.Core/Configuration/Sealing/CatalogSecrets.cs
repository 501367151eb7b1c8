using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Sealing;

/// <summary>
/// A catalog with its secrets sealed, as it is stored and as it travels, and back. Its hash is that of the clear one, so that sealing it anew makes no
/// other revision. The sealed text begins with <c>sealed = "KEY HASH"</c>, the name of the key and that hash: programs that do not know of it refuse it.
/// </summary>
public static class CatalogSecrets
{
    /// <summary>The key that a sealed text begins with.</summary>
    internal const string Key = "sealed";

    private const string Head = $"{Key} = \"";

    /// <summary>How many secrets stand in a catalog themselves.</summary>
    public static int Count(Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var count = 0;
        Map(catalog, (_, secret) =>
        {
            count++;
            return secret;
        });
        return count;
    }

    /// <summary>The name of the key that a bundle's text is sealed with; empty: it is not.</summary>
    public static string KeyIdOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = text.StartsWith(Head, StringComparison.Ordinal) ? text.IndexOf(' ', Head.Length) : -1;
        return end < 0 ? "" : text[Head.Length..end];
    }

    /// <summary>A bundle's text with its secrets sealed; the bundle's own text where there are none.</summary>
    /// <param name="catalog">A catalog in clear.</param>
    /// <param name="seal">What seals.</param>
    /// <param name="nonce">Makes nonces, each as long as <see cref="SecretSeal.NonceLength"/> and new.</param>
    public static string Seal(Catalog catalog, SecretSeal seal, Func<byte[]> nonce)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(seal);
        ArgumentNullException.ThrowIfNull(nonce);
        var count = 0;
        var endpoints = Map(catalog, (place, secret) =>
        {
            count++;
            return seal.Seal(secret, place, nonce());
        });
        return count == 0 ? catalog.Bundle.Text : $"{Head}{seal.KeyId} {catalog.Bundle.Hash}\"\n\n{CatalogWriter.Write(endpoints, catalog.Apis, catalog.Files).Text}";
    }

    /// <summary>Reads a bundle's text, sealed or clear, into a catalog in clear.</summary>
    /// <param name="file">What to call the text in problems and places.</param>
    /// <param name="text">The bundle's text.</param>
    /// <param name="seal">What opens; null: this node has no key.</param>
    public static ReadResult<Catalog> Open(string file, string text, SecretSeal? seal)
    {
        var read = CatalogReader.Read(file, text);
        if (read.Value is not { SealedWith.Length: > 0 } catalog)
        {
            return read;
        }

        if (seal is null || seal.KeyId != catalog.SealedWith)
        {
            return Not(file, $"its secrets are sealed with the cluster's key {catalog.SealedWith}, and this node {(seal is null ? "has none" : $"has the key {seal.KeyId}")}",
                "Give every node the same [cluster] key. After a change of the key, apply the catalog anew: gateway apply FILE.");
        }

        var lost = new List<string>();
        var endpoints = Map(catalog, (place, secret) =>
        {
            if (seal.Open(secret, place) is { } opened)
            {
                return opened;
            }

            lost.Add(place);
            return "";
        }).ToFrozenDictionary(endpoint => endpoint.Name, StringComparer.Ordinal);
        return lost is [var first, ..]
            ? Not(file, $"the sealed value of '{first[(first.IndexOf('\n', StringComparison.Ordinal) + 1)..]}' in [[endpoint]] '{first[..first.IndexOf('\n', StringComparison.Ordinal)]}' is damaged, or was sealed for another place",
                "Apply the catalog anew: gateway apply FILE.")
            : CatalogWriter.Write(endpoints.Values, catalog.Apis, catalog.Files) is var bundle && bundle.Hash != catalog.Bundle.Hash
            ? Not(file, $"the bundle's hash is {bundle.Hash}, not {catalog.Bundle.Hash}: it was damaged", "Apply the catalog anew: gateway apply FILE.")
            : read with { Value = catalog with { Endpoints = endpoints, SealedWith = "", Bundle = bundle } };
    }

    private static ImmutableArray<Endpoint> Map(Catalog catalog, Func<string, string, string> change) =>
        [.. catalog.Endpoints.Values.OrderBy(endpoint => endpoint.Name, StringComparer.Ordinal).Select(endpoint => EndpointSecrets.Map(endpoint, change))];

    private static ReadResult<Catalog> Not(string file, string message, string hint) =>
        new(null, [new Problem(new SourcePlace(file, 0, 0), Severity.Error, message, hint)]);
}
