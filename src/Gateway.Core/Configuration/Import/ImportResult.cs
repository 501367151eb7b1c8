using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Import;

/// <summary>What became of one key of what was imported.</summary>
public enum ImportVerdict
{
    /// <summary>Somebody has to decide something before it does what it did.</summary>
    Decision,

    /// <summary>It did something, and nothing here does that.</summary>
    NotSupported,

    /// <summary>It does nearly the same, or the same is written otherwise.</summary>
    Changed,

    /// <summary>It does the same.</summary>
    Taken,

    /// <summary>No gateway acts on it: it serves those who publish APIs and those who look for them.</summary>
    LeftOut,
}

/// <summary>One line of the report.</summary>
/// <param name="Verdict">What became of it.</param>
/// <param name="Key">The key, as a path from the document's top: <c>endpointConfig.production_endpoints[0].url</c>.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">What it became, or why it did not, a sentence.</param>
public sealed record ImportLine(ImportVerdict Verdict, string Key, SourcePlace Place, string Text);

/// <summary>A configuration made from something else.</summary>
/// <param name="Name">A name for it that serves as a file's: <c>pizza-shack-1.0.0</c>.</param>
/// <param name="Toml">The cluster's part of a <c>deployment.toml</c>.</param>
/// <param name="Files">The files that it names, by paths relative to its own folder, in the order of their paths.</param>
public sealed record Imported(string Name, string Toml, ImmutableArray<ImportFile> Files);

/// <summary>What an import came to.</summary>
/// <param name="Value">The configuration; null when any problem is an error: nothing is half imported.</param>
/// <param name="Report">A line for every key: what demands a decision comes first.</param>
/// <param name="Problems">All problems, in the order of the files.</param>
public sealed record ImportResult(Imported? Value, ImmutableArray<ImportLine> Report, ImmutableArray<Problem> Problems);
