using System.Collections.Immutable;

namespace Gateway.Core.Mediation.Sequences;

/// <summary>
/// A flow, read and ready to run over any number of messages at once: its mediators in one list, branches as jumps forward. Immutable.
/// </summary>
public sealed class SequenceProgram
{
    internal SequenceProgram(ImmutableArray<Step> steps)
    {
        Steps = steps;
        Endpoints = [.. steps.Select(step => step.Endpoint).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A flow without mediators.</summary>
    public static SequenceProgram Empty { get; } = new([]);

    /// <summary>Names of the endpoints that it sends to, besides the API's own.</summary>
    public ImmutableArray<string> Endpoints { get; }

    /// <summary>Its scripts.</summary>
    public IEnumerable<SequenceScript> Scripts => Steps.Select(step => step.Script).OfType<SequenceScript>();

    /// <summary>Whether it does nothing.</summary>
    public bool IsEmpty => Steps.IsEmpty;

    /// <summary>Its mediators.</summary>
    internal ImmutableArray<Step> Steps { get; }
}
