using Gateway.Core.Mediation.Sequences;
using Gateway.Edge.Scripting;

namespace Gateway.Edge.Mediation;

/// <summary>The mediator <c>script</c>.</summary>
internal sealed partial class RequestMediation
{
    private async ValueTask<bool> RunScriptAsync(MediationRun run, SequenceScript script)
    {
        var message = new ScriptedMessage(run);
        var host = new MessageScript(message);
        var outcome = await _shared.ProgramOf(script).RunAsync(host, _request.Http.RequestAborted);
        if (!outcome.HasCompleted)
        {
            // What the script says of itself is for the log: it may hold what a client sent.
            run.Fail(new MediationFailure("0", message.Refusal.Length > 0 ? message.Refusal : $"A script failed: {outcome.Reason}.", script.Source.Name));
        }

        return !host.HasStopped;
    }
}
