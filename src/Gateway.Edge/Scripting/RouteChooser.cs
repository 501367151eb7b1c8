using Gateway.Core.Mediation;
using Gateway.Core.Mediation.Rules;
using Gateway.Core.Scripting;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Scripting;

/// <summary>Asks the script of a dynamic endpoint.</summary>
internal sealed class RouteChooser(RouteScript script, ScriptSandbox sandbox)
{
    /// <summary>The script made ready.</summary>
    public ScriptProgram Program { get; } = sandbox.Prepare(new ScriptSource(script.File.Shown, script.File.Text), "route(ctx)");

    /// <summary>Whether the body must have been read.</summary>
    public bool ReadsBody => script.ReadsBody;

    /// <summary>Where the request is to go: an address is computed, whatever the script made it of.</summary>
    /// <returns>Null: the script failed, and the request's refusal says so, or the client has gone.</returns>
    public async ValueTask<RoutingDecision?> ChooseAsync(GatewayRequest request, ReadOnlyMemory<byte> body)
    {
        var host = new RouteScriptHost(request, body);
        var outcome = await Program.RunAsync(host, request.Http.RequestAborted);
        if (outcome.HasCompleted)
        {
            return host.Choice is not { Length: > 0 } choice ? RoutingDecision.None
                : RoutingDecision.IsAddress(choice) ? RoutingDecision.ToComputed(choice)
                : RoutingDecision.ToEndpoint(choice);
        }

        request.Refusal = outcome.End switch
        {
            ScriptEnd.Gone => null,
            ScriptEnd.Busy => Fault.ScriptsBusy,
            _ => Fault.RouteScriptFailed,
        };
        return null;
    }
}
