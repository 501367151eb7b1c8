using Gateway.Core.Configuration.Files;

namespace Gateway.Core.Tests.Configuration;

/// <summary>Files that stand in a test.</summary>
internal sealed class TextFiles : Dictionary<string, string>, ICatalogFiles
{
    public CatalogFileText Read(string path) =>
        TryGetValue(path, out var text) ? CatalogFileText.Of(text) : new CatalogFileText(null, "it does not exist", "Look whether the path is right.");
}
