using Gateway.Core.Configuration;

namespace Gateway.Core.Mediation.Sequences;

/// <summary>One mediator of a <see cref="SequenceProgram"/>. Immutable once the program is made.</summary>
/// <param name="place">Where it stands.</param>
internal abstract class Step(SourcePlace place)
{
    public SourcePlace Place { get; } = place;

    /// <summary>Name of the endpoint that it sends to; empty: none.</summary>
    public virtual string Endpoint => "";

    /// <summary>The script that it runs; null: none.</summary>
    public virtual SequenceScript? Script => null;

    /// <summary>Whether it looks at the body.</summary>
    public virtual bool NeedsBody(MediationRun run) => false;

    /// <summary>Does it.</summary>
    /// <returns>What has to be done before the next one; null: nothing.</returns>
    public abstract MediationEffect? Run(MediationRun run);
}
