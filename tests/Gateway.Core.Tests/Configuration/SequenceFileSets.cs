using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Mediation.Sequences;
using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Configuration;

/// <summary>Sequences of an API drawn by chance, and their files.</summary>
internal static class SequenceFileSets
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["in.xml"] = "<property name=\"a\" value=\"\u00fc &quot;\"/>\n",
        ["deep/out.xml"] = "<sequence xmlns=\"http://ws.apache.org/ns/synapse\"/>",
        ["p.j2"] = "<property name=\"{{n}}\" value=\"{{v w}}\"/>",
    };

    private static readonly Gen<ImmutableArray<SequenceUse>> Uses = Catalogs.Among(
        Use("in.xml"), Use("deep/out.xml"), Use("p.j2", ("n", "name"), ("v w", "\"<&>'\n"))).Array[0, 3].Select(uses => uses.ToImmutableArray());

    private static readonly Gen<FlowFiles> Flows = Gen.Select(
        Uses, Uses, Uses, (first, second, third) => new FlowFiles(first, second, third) is { IsEmpty: false } flows ? flows : FlowFiles.None);

    /// <summary>Gives an API, and its first resource, sequences.</summary>
    public static Gen<Func<ApiDefinition, ApiDefinition>> Any { get; } = Gen.Select(Flows, Flows, Gen.Long[1024, 16 * 1024 * 1024],
        (flows, policies, limit) => (Func<ApiDefinition, ApiDefinition>)(api => api with
        {
            Sequences = flows,
            MediationLimit = limit,
            Resources = [api.Resources[0] with { Policies = policies }, .. api.Resources.Skip(1)],
        }));

    /// <summary>Some files, and those of sequences that APIs name.</summary>
    public static IEnumerable<CatalogFile> With(IEnumerable<CatalogFile> others, IEnumerable<ApiDefinition> apis) =>
        others.Concat(Of(apis)).OrderBy(file => file.Path, StringComparer.Ordinal);

    private static IEnumerable<CatalogFile> Of(IEnumerable<ApiDefinition> apis) => apis
        .SelectMany(api => api.Resources.Select(resource => resource.Policies).Append(api.Sequences))
        .SelectMany(flows => flows.In.Concat(flows.Out).Concat(flows.Fault)).Select(use => use.File).Distinct()
        .Select(path => new CatalogFile(path, Texts[path], path));

    private static SequenceUse Use(string file, params (string Name, string Value)[] parameters) =>
        new(file, parameters.ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal));
}
