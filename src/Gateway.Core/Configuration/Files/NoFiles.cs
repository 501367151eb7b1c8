namespace Gateway.Core.Configuration.Files;

/// <summary>A text that comes without a folder, and so cannot name files.</summary>
public sealed class NoFiles : ICatalogFiles
{
    /// <summary>The only one.</summary>
    public static NoFiles Instance { get; } = new();

    /// <inheritdoc />
    public CatalogFileText Read(string path) =>
        DocumentAddress.IsMeant(path) ? ElsewhereOnly : new(null, "this configuration comes without its files", "Send it as a bundle with the files that it names.");

    /// <summary>What is said of an address where a configuration arrives that somebody else has read.</summary>
    public static CatalogFileText ElsewhereOnly { get; } = new(null, "a cluster fetches nothing that it is sent",
        "Send it with 'gateway apply', which fetches where it runs and sends what it has got; or name a file, and pack it into the archive.");
}
