namespace Gateway.Core.Configuration.Files;

/// <summary>Where the files that a catalog names are taken from: a folder of the disk, a place to fetch from, or the bundle that they travel in.</summary>
public interface ICatalogFiles
{
    /// <summary>Takes one file.</summary>
    /// <param name="path">Relative, with slashes, without <c>..</c>, or a <see cref="DocumentAddress"/>: checked.</param>
    CatalogFileText Read(string path);
}

/// <summary>A file's text, or why there is none.</summary>
/// <param name="Text">The text; null when it cannot be had.</param>
/// <param name="Fault">Why it cannot be had, as part of a sentence; empty when it can, or when nobody is to hear of it.</param>
/// <param name="Remedy">What to do about it.</param>
public readonly record struct CatalogFileText(string? Text, string Fault, string Remedy)
{
    /// <summary>A document that whoever reads this configuration has no use for, and so does not fetch.</summary>
    public static CatalogFileText NotWanted { get; } = new(null, "", "");

    /// <summary>A file that can be had.</summary>
    public static CatalogFileText Of(string text) => new(text, "", "");
}
