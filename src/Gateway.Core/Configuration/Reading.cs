namespace Gateway.Core.Configuration;

/// <summary>What every reader needs while one configuration is read.</summary>
/// <param name="problems">Where problems go.</param>
/// <param name="placeholders">What placeholders stand for.</param>
internal sealed class Reading(ProblemList problems, Placeholders placeholders)
{
    public ProblemList Problems { get; } = problems;

    public Placeholders Placeholders { get; } = placeholders;

    /// <summary>WSO2's keys that were met and change nothing here.</summary>
    public Wso2Leftovers Leftovers { get; } = new();
}
