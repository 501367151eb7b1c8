using Gateway.Core.Groups;

namespace Gateway.Edge.Probes;

/// <summary>The way to a backend for questions of our own: a process boundary. Every probe makes a connection of its own.</summary>
internal interface IProbes
{
    /// <summary>Makes a probe.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="stage">How far it must come.</param>
    /// <param name="mayBegin">Asked when the probe's turn has come: its leave may have run out by then.</param>
    /// <param name="stopping">Breaks it off.</param>
    /// <returns>How it ended; never fails.</returns>
    Task<ProbeResult> RunAsync(ProbeTarget target, FailureStage stage, Func<bool> mayBegin, CancellationToken stopping);
}
