using System.Collections.Immutable;

namespace Gateway.Core.Mediation.Sequences;

/// <summary>The flows of one API, ready to run.</summary>
/// <param name="Api">Those of the API, for resources that have none of their own.</param>
/// <param name="Resources">Those of each resource that has some, the API's before its own; null for the others. In the order of the API's resources.</param>
public sealed record ApiSequences(Flows Api, ImmutableArray<Flows?> Resources)
{
    /// <summary>The flows of a request.</summary>
    /// <param name="resource">The resource's place among the API's; negative: it has none.</param>
    public Flows Of(int resource) => resource >= 0 && resource < Resources.Length && Resources[resource] is { } own ? own : Api;

    /// <summary>Names of the endpoints that they send to, besides the API's own.</summary>
    public IEnumerable<string> Endpoints => Programs.SelectMany(program => program.Endpoints).Distinct(StringComparer.Ordinal);

    /// <summary>The scripts that they run.</summary>
    public IEnumerable<SequenceScript> Scripts => Programs.SelectMany(program => program.Scripts);

    private IEnumerable<SequenceProgram> Programs => Resources.OfType<Flows>().Append(Api).SelectMany(flows => new[] { flows.In, flows.Out, flows.Fault });
}

/// <summary>The three flows of a request.</summary>
/// <param name="In">Over the request.</param>
/// <param name="Out">Over the answer.</param>
/// <param name="Fault">When there is no answer.</param>
public sealed record Flows(SequenceProgram In, SequenceProgram Out, SequenceProgram Fault)
{
    /// <summary>Whether none of them does anything.</summary>
    public bool IsEmpty => In.IsEmpty && Out.IsEmpty && Fault.IsEmpty;
}

/// <summary>Which flow a sequence stands in.</summary>
public enum FlowKind
{
    /// <summary>Over the request.</summary>
    In,

    /// <summary>Over the answer.</summary>
    Out,

    /// <summary>When there is no answer.</summary>
    Fault,
}
