using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Gateway.Core.Mediation.Sequences;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Scripting;

namespace Gateway.Edge.Mediation;

/// <summary>Runs the sequences of APIs: what all runs share.</summary>
internal sealed class Mediations(TimeProvider clock, MediationLog log, DebugHeaders? debug, ScriptSandbox sandbox)
{
    // A script is made ready once and goes with the catalog that it came in.
    private readonly ConditionalWeakTable<SequenceScript, ScriptProgram> _scripts = [];

    public TimeProvider Clock => clock;

    public MediationLog Log => log;

    public DebugHeaders? Debug => debug;

    /// <summary>The sequences of a request; null when its API has none, which is all that then happens.</summary>
    public RequestMediation? Of(GatewayRequest request) =>
        request.Catalog!.FlowsOf(request.Route) is { } flows ? request.Mediation = new RequestMediation(this, request, flows) : null;

    /// <summary>Makes the scripts of a catalog ready, before it is put in force.</summary>
    public ImmutableArray<ScriptProgram> Prepare(Core.Configuration.Catalog catalog) =>
    [
        .. catalog.Sequences.SelectMany(sequences => sequences?.Scripts ?? [])
            .Select(script => _scripts.GetValue(script, made => sandbox.Prepare(made.Source, made.Function.Length > 0 ? $"{made.Function}(mc)" : ""))),
    ];

    /// <summary>A script made ready.</summary>
    public ScriptProgram ProgramOf(SequenceScript script) =>
        _scripts.TryGetValue(script, out var program) ? program : throw new InvalidOperationException($"The script {script.Source.Name} was not prepared.");
}
