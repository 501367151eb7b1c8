using Gateway.Core.Configuration.Files;

namespace Gateway.Core.Configuration;

/// <summary>What every reader needs while one configuration is read.</summary>
/// <param name="problems">Where problems go.</param>
/// <param name="placeholders">What placeholders stand for.</param>
/// <param name="files">The files that it names.</param>
internal sealed class Reading(ProblemList problems, Placeholders placeholders, NamedFiles files)
{
    public ProblemList Problems { get; } = problems;

    public Placeholders Placeholders { get; } = placeholders;

    public NamedFiles Files { get; } = files;

    /// <summary>WSO2's keys that were met and change nothing here.</summary>
    public Wso2Leftovers Leftovers { get; } = new();
}
