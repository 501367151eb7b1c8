namespace Gateway.Core.Configuration.Files;

/// <summary>The files that one configuration names, each taken once; those that were named become part of the bundle.</summary>
/// <param name="files">Where they are taken from.</param>
/// <param name="file">The configuration's own file, as the user named it.</param>
internal sealed class NamedFiles(ICatalogFiles files, string file)
{
    /// <summary>The most characters of one file.</summary>
    public const int Longest = 4 * 1024 * 1024;

    private const int LongestOfAll = 32 * 1024 * 1024;

    private readonly Dictionary<string, CatalogFile?> _named = new(StringComparer.Ordinal);
    private readonly string _folder = Path.GetDirectoryName(file) ?? "";
    private long _length;

    /// <summary>Those that were taken, by path.</summary>
    public IEnumerable<CatalogFile> Taken => _named.Values.OfType<CatalogFile>().OrderBy(taken => taken.Path, StringComparer.Ordinal);

    /// <summary>Takes a file; null when it cannot be had, which is then reported.</summary>
    /// <param name="path">As written.</param>
    /// <param name="place">Where it is named.</param>
    /// <param name="problems">Where problems go.</param>
    public CatalogFile? Take(string path, SourcePlace place, ProblemList problems)
    {
        if (!IsWithin(path))
        {
            problems.Error(place, $"\"{path}\" cannot be the name of a file",
                "Write a path below the folder of this file, with slashes and without '..': \"mocks/order.js\". Nothing outside that folder is read.");
            return null;
        }

        return Open(path, place, problems);
    }

    /// <summary>Takes a document that may be fetched, too; null when it cannot be had, which is then reported.</summary>
    /// <param name="name">As written: a path, or a <see cref="DocumentAddress"/>.</param>
    /// <param name="place">Where it is named.</param>
    /// <param name="problems">Where problems go.</param>
    public CatalogFile? TakeDocument(string name, SourcePlace place, ProblemList problems)
    {
        if (!DocumentAddress.IsMeant(name))
        {
            return Take(name, place, problems);
        }

        if (DocumentAddress.Fault(name) is { Length: > 0 } fault)
        {
            problems.Error(place, $"\"{DocumentAddress.WithoutUser(name)}\" cannot be fetched: {fault}",
                "Write it like \"https://orders.example.com/service?wsdl\", or name a file below the folder of this one.");
            return null;
        }

        return Open(name, place, problems);
    }

    private CatalogFile? Open(string path, SourcePlace place, ProblemList problems)
    {
        if (_named.TryGetValue(path, out var known) && known is not null)
        {
            return known;
        }

        var read = files.Read(path);
        if (read.Text is not { } text)
        {
            if (read.Fault.Length > 0)
            {
                problems.Error(place, $"{Called(path)} cannot be used: {read.Fault}", read.Remedy);
            }
        }
        else if (text.Length > Longest || (_length += text.Length) > LongestOfAll)
        {
            problems.Error(place, text.Length > Longest
                    ? $"{Called(path)} is longer than {Longest / (1024 * 1024)} MiB"
                    : $"the files named are together longer than {LongestOfAll / (1024 * 1024)} MiB",
                "All of them travel to every node; take out what is not needed.");
        }
        else
        {
            return _named[path] = new CatalogFile(path, text, Shown(path));
        }

        return _named[path] = null;
    }

    private string Called(string path) => DocumentAddress.IsMeant(path) ? path : $"the file {Shown(path)}";

    private string Shown(string path) => DocumentAddress.IsMeant(path) ? path : Path.Combine(_folder, path);

    private static bool IsWithin(string path) =>
        path.Length is > 0 and <= 512 && path[0] != '/' && !path.Contains('\\') && !path.Contains(':') && !path.Any(char.IsControl)
        && path.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));
}
