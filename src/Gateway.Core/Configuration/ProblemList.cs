using System.Collections.Immutable;

namespace Gateway.Core.Configuration;

/// <summary>Collects everything wrong with one configuration, so that its author hears it all at once.</summary>
/// <param name="strict">Whether warnings count as errors.</param>
internal sealed class ProblemList(bool strict)
{
    // The same value can be asked for twice, and a placeholder in it then fails twice.
    private readonly HashSet<Problem> _problems = [];

    public bool HasErrors { get; private set; }

    public void Error(SourcePlace place, string message, string hint)
    {
        HasErrors = true;
        _problems.Add(new Problem(place, Severity.Error, message, hint));
    }

    public void Warning(SourcePlace place, string message, string hint)
    {
        HasErrors |= strict;
        _problems.Add(new Problem(place, strict ? Severity.Error : Severity.Warning, message, hint));
    }

    /// <summary>All problems in the order of the file; those of overrides, which are other files, come last.</summary>
    /// <param name="file">The file itself.</param>
    public ImmutableArray<Problem> InOrder(string file) =>
    [
        .. _problems.OrderBy(problem => problem.Place.File != file)
            .ThenBy(problem => problem.Place.File, StringComparer.Ordinal)
            .ThenBy(problem => problem.Place.Line)
            .ThenBy(problem => problem.Place.Column)
            .ThenBy(problem => problem.Message, StringComparer.Ordinal),
    ];

    /// <summary>The result of a reading: nothing, if there was any error.</summary>
    public ReadResult<T> Result<T>(string file, T? value) where T : class => new(HasErrors ? null : value, InOrder(file));
}
