using System.Collections.Frozen;

namespace Gateway.Management.Status;

/// <summary>The files of the status page, which this assembly carries: a node needs no folder beside it.</summary>
internal sealed class PageFiles
{
    /// <summary>The file that is the page itself.</summary>
    public const string Shell = "status.html";

    private const string Prefix = "page/";

    private readonly FrozenDictionary<string, PageFile> _files;

    private PageFiles(FrozenDictionary<string, PageFile> files) => _files = files;

    /// <summary>The names of all files.</summary>
    public IEnumerable<string> Names => _files.Keys;

    /// <summary>Reads the files out of the assembly.</summary>
    /// <exception cref="InvalidOperationException">One is of a kind that has no media type here.</exception>
    public static PageFiles Load()
    {
        var assembly = typeof(PageFiles).Assembly;
        var files = new Dictionary<string, PageFile>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (resource.StartsWith(Prefix, StringComparison.Ordinal))
            {
                using var stream = assembly.GetManifestResourceStream(resource)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                files[resource[Prefix.Length..]] = new PageFile(content, TypeOf(resource));
            }
        }

        return new PageFiles(files.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>Finds a file; null when there is none of this name.</summary>
    public PageFile? Find(string name) => _files.GetValueOrDefault(name);

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"The status page has a file '{name}', and '{other}' has no media type here."),
    };
}

/// <summary>One file of the status page.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Type">Its media type.</param>
internal sealed record PageFile(ReadOnlyMemory<byte> Content, string Type);
