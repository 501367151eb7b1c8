namespace Gateway.Core.Configuration.Files;

/// <summary>A text that comes without a folder, and so cannot name files.</summary>
public sealed class NoFiles : ICatalogFiles
{
    /// <summary>The only one.</summary>
    public static NoFiles Instance { get; } = new();

    /// <inheritdoc />
    public CatalogFileText Read(string path) =>
        new(null, "this configuration comes without its files", "Send it as a bundle with the files that it names.");
}
