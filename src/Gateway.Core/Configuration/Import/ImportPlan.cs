using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Import;

/// <summary>What is to be written, while it is put together.</summary>
/// <param name="name">A name for the whole that serves as a file's and as the beginning of others.</param>
/// <param name="report">Where is said what becomes of each key.</param>
/// <param name="project">What it is made from; null: a single file.</param>
internal sealed class ImportPlan(string name, ImportReport report, ImportProject? project = null)
{
    private readonly List<PlannedEndpoint> _endpoints = [];
    private readonly SortedDictionary<string, ImportFile> _files = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public ImportReport Report { get; } = report;

    public ImportProject Project { get; } = project ?? ImportProject.None;

    public IReadOnlyList<PlannedEndpoint> Endpoints => _endpoints;

    public PlannedApi? Api { get; set; }

    public ImmutableArray<ImportFile> Files => [.. _files.Values];

    public void Add(PlannedEndpoint endpoint) => _endpoints.Add(endpoint);

    /// <summary>Gives an endpoint that was added at or behind a place another name.</summary>
    public void Rename(int from, string name, string to)
    {
        var at = _endpoints.FindIndex(from, endpoint => endpoint.Name == name);
        _endpoints[at] = _endpoints[at] with { Name = to };
    }

    /// <summary>Changes all backends that were added from a place on.</summary>
    public void Change(int from, Func<PlannedLeaf, PlannedLeaf> change)
    {
        for (var i = from; i < _endpoints.Count; i++)
        {
            _endpoints[i] = _endpoints[i] is PlannedLeaf leaf ? change(leaf) : _endpoints[i];
        }
    }

    /// <summary>
    /// Puts a file below the configuration's folder, in a folder of this import, so that several imports can lie side by side.
    /// </summary>
    /// <param name="folder">The folder within, such as <c>mocks</c>.</param>
    /// <param name="fileName">Its name; what cannot stand in one is left out.</param>
    /// <param name="text">Its text.</param>
    /// <returns>Its path, as TOML.</returns>
    public string AddFile(string folder, string fileName, string text)
    {
        var dot = fileName.LastIndexOf('.');
        var (stem, extension) = dot > 0 ? (Slug.Of(fileName[..dot]), fileName[dot..]) : (Slug.Of(fileName), "");
        for (var i = 1; ; i++)
        {
            var path = $"{Name}/{folder}/{stem}{(i == 1 ? "" : $"-{i}")}{extension}";
            if (!_files.TryGetValue(path, out var other))
            {
                _files.Add(path, new ImportFile(path, text, path));
                return CanonicalToml.Quoted(path);
            }

            if (other.Text == text)
            {
                return CanonicalToml.Quoted(path);
            }
        }
    }

    /// <summary>Puts a file there under its own path, by which others name it.</summary>
    public string AddAs(string folder, string path, string text)
    {
        var whole = $"{Name}/{folder}/{path}";
        _files.TryAdd(whole, new ImportFile(whole, text, whole));
        return CanonicalToml.Quoted(whole);
    }
}
