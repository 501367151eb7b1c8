using Gateway.Core.Mediation.Sequences;

namespace Gateway.Edge.Mediation;

/// <summary>The mediator <c>script</c>.</summary>
internal sealed partial class RequestMediation
{
    private static ValueTask RunScriptAsync(MediationRun run, SequenceScript script)
    {
        run.Fail(new MediationFailure("0", $"scripts {script.Source.Name}"));
        return ValueTask.CompletedTask;
    }
}
