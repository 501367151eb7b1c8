using System.Collections.Immutable;

namespace Gateway.Core.Mediation.Sequences;

/// <summary>A file of a flow, as the configuration names it.</summary>
/// <param name="File">Its path, below the configuration's folder.</param>
/// <param name="Parameters">What stands for the parameters of an operation policy; by name.</param>
public sealed record SequenceUse(string File, ImmutableSortedDictionary<string, string> Parameters);

/// <summary>The files of the three flows of an API, or of a resource.</summary>
/// <param name="In">Over the request.</param>
/// <param name="Out">Over the answer.</param>
/// <param name="Fault">When there is no answer.</param>
public sealed record FlowFiles(ImmutableArray<SequenceUse> In, ImmutableArray<SequenceUse> Out, ImmutableArray<SequenceUse> Fault)
{
    /// <summary>None.</summary>
    public static FlowFiles None { get; } = new([], [], []);

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => In.IsEmpty && Out.IsEmpty && Fault.IsEmpty;
}
