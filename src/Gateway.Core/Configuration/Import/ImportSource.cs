using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Import;

/// <summary>A text that is imported.</summary>
/// <param name="Path">Its path in the project, with slashes: <c>Definitions/swagger.yaml</c>.</param>
/// <param name="Text">Its text.</param>
/// <param name="Shown">What messages call it: its path as the user would open it.</param>
public sealed record ImportFile(string Path, string Text, string Shown)
{
    /// <summary>The last part of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>A place in it, for problems.</summary>
    public SourcePlace At(int line, int column) => new(Shown, line, column);
}

/// <summary>What is imported: the texts of a project, or one text that is none.</summary>
/// <param name="Shown">What the user named.</param>
/// <param name="Files">The texts.</param>
/// <param name="IsProject">Whether they are a project's: a folder or an archive.</param>
public sealed record ImportSource(string Shown, ImmutableArray<ImportFile> Files, bool IsProject);

/// <summary>How it is to be imported.</summary>
public sealed record ImportOptions
{
    /// <summary>Whether an API that demands credentials is to be served without.</summary>
    public bool Anonymous { get; init; }

    /// <summary>Whether the examples of the API's definition are to answer its resources.</summary>
    public bool Mock { get; init; }

    /// <summary>Operation policies beside those of the project itself.</summary>
    public ImmutableArray<ImportFile> Policies { get; init; } = [];

    /// <summary>apictl's parameters by environment; null: none.</summary>
    public ImportFile? Parameters { get; init; }

    /// <summary>Which environment of <see cref="Parameters"/> counts.</summary>
    public string Environment { get; init; } = "";

    /// <summary>What <c>$NAME</c> and <c>${NAME}</c> stand for.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = FrozenDictionary<string, string>.Empty;
}
