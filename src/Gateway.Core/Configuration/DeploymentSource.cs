using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Configuration.Files;

namespace Gateway.Core.Configuration;

/// <summary>The kinds of nodes: some settings matter to one kind only.</summary>
public enum NodeKind
{
    /// <summary>Carries requests: opens the listeners.</summary>
    Edge,

    /// <summary>Hosts endpoint groups: opens no data-plane listener.</summary>
    Silo,
}

/// <summary>Everything that a <c>deployment.toml</c> is read from.</summary>
/// <param name="File">The file as the user named it; stands in front of every problem.</param>
/// <param name="BaseDirectory">Absolute path that relative paths in the file start from: the file's folder.</param>
/// <param name="Text">The file's text.</param>
/// <param name="Kind">The kind of node that is to run with it.</param>
/// <param name="Environment">Environment variables, for <c>$env{}</c> and <c>GATEWAY_SET_…</c>.</param>
/// <param name="Overrides">The values of <c>--set</c>, as given: <c>KEY=VALUE</c>.</param>
/// <param name="Strict">Whether warnings count as errors.</param>
public sealed record DeploymentSource(
    string File, string BaseDirectory, string Text, NodeKind Kind, IReadOnlyDictionary<string, string> Environment,
    ImmutableArray<string> Overrides, bool Strict)
{
    /// <summary>What <c>$sys{}</c> and, as far as WSO2 takes them from the system, <c>${…}</c> stand for, by name.</summary>
    public IReadOnlyDictionary<string, string> SystemProperties { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The files that the text may name, below its folder; none unless given.</summary>
    public ICatalogFiles Files { get; init; } = NoFiles.Instance;

    /// <summary>Leaves text and environment out: both may hold secrets.</summary>
    public override string ToString() => $"{File} for {Kind}";
}
