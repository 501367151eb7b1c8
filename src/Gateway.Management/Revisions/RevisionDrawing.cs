using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Import;
using Gateway.Core.Configuration.Revisions;
using Gateway.Grains.Catalog;

namespace Gateway.Management.Revisions;

/// <summary>Puts what Core and the grain say of revisions into answers.</summary>
internal static class RevisionDrawing
{
    public static RevisionAnswer Of(RevisionEntry entry) =>
        new(entry.Number, entry.Hash, entry.AtUtc, entry.Node, Of(entry.Origin), entry.IsKept);

    public static OriginAnswer Of(RevisionOrigin origin) =>
        new(Word(origin.Cause), Or(origin.Who), Or(origin.From), origin.Of == 0 ? null : origin.Of);

    public static RevisionEdge Of(EdgeStanding edge, long revision)
    {
        var state = edge.StateAt(revision);
        return new RevisionEdge(edge.Node, Word(state), edge.Revision, edge.SeenMsAgo, state switch
        {
            EdgeState.Refused => edge.Fault,
            EdgeState.Missing => "it has not been heard of; it catches up when it is back",
            EdgeState.Behind => "it is there, and has not adopted it yet",
            _ => "",
        });
    }

    public static DifferenceAnswer Of(CatalogDifference difference) => new(
        [.. difference.Endpoints.Select(change => new EndpointLine(Word(change.Change), change.Name, change.Type, change.Keys))],
        [.. difference.Apis.Select(change => new ApiLine(Word(change.Change), change.Name, change.Version, change.Keys))],
        [.. difference.Files.Select(change => new FileLine(Word(change.Change), change.Path))],
        difference.Effects);

    public static ImmutableArray<ProblemLine> Of(ImmutableArray<Problem> problems) =>
        [.. problems.Select(problem => new ProblemLine(
            problem.Place.File, problem.Place.Line, problem.Place.Column, Word(problem.Severity), problem.Message, problem.Hint))];

    public static ImportAnswer Of(string name, ImmutableArray<ImportLine> report) => new(
        name,
        [.. report.Select(line => new ImportReportLine(
            line.Verdict switch { ImportVerdict.NotSupported => "not supported", ImportVerdict.LeftOut => "left out", _ => Word(line.Verdict) },
            line.Key, line.Place.File, line.Place.Line, line.Place.Column, line.Text))]);

    private static string? Or(string text) => text.Length == 0 ? null : text;

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
