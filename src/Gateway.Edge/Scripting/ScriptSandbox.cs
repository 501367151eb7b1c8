using Gateway.Core.Scripting;
using Gateway.Management.Telemetry;
using Jint;
using Jint.Native;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Scripting;

/// <summary>
/// Runs scripts that came with the configuration: no CLR, no files, no network, no code made of strings, and limits on time, memory,
/// statements, recursion, arrays, texts and regular expressions. Every failure is one <see cref="ScriptOutcome"/> with a reason word,
/// is counted, and harms nobody else. Not a security boundary against hostile authors: whoever may change the configuration is trusted
/// not to attack the interpreter itself.
/// </summary>
/// <remarks>
/// <para>A script mediator: <c>program = sandbox.Prepare(source)</c> when the configuration is put in force, then for each message
/// <c>await program.RunAsync(new MessageScript(message), aborted)</c>, where <c>message</c> is an <see cref="IScriptMessage"/> over the
/// mediation's own. A script in a file of its own whose function is to be called: <c>Prepare(source, "mediate(mc)")</c>.</para>
/// <para>A route: write an <see cref="IScriptHost"/> whose <c>Install</c> sets the global <c>ctx</c> and whose <c>End</c> keeps the completion
/// value as a string, prepare with <c>"route(ctx)"</c>, and ask the host after a run whose outcome <c>HasCompleted</c>.</para>
/// </remarks>
internal sealed class ScriptSandbox : IDisposable
{
    private bool _isWarm;

    public ScriptSandbox(ScriptLimits limits, GatewayInstruments instruments, ILogger<ScriptSandbox> logger)
    {
        Limits = limits;
        Instruments = instruments;
        Log = new ScriptLog(logger);
        Slots = new ScriptSlots(limits);
    }

    public ScriptLimits Limits { get; }

    public GatewayInstruments Instruments { get; }

    public ScriptLog Log { get; }

    public ScriptSlots Slots { get; }

    /// <summary>Makes a script ready. Called when a configuration is put in force, by one at a time.</summary>
    /// <param name="source">The script, checked when the configuration was read.</param>
    /// <param name="call">
    /// An expression to evaluate after the script, whose value is then its completion value: <c>route(ctx)</c>. Empty: the script's own.
    /// </param>
    public ScriptProgram Prepare(ScriptSource source, string call = "")
    {
        WarmUp();

        // On a line of its own: the script may end in a comment.
        var text = call.Length == 0 ? source.Text : $"{source.Text}\n;{call};";
        try
        {
            return new ScriptProgram(this, new ScriptProgram.ParsedScript(Engine.PrepareScript(text, source.Name, strict: false)), source.Name);
        }
        catch (ScriptPreparationException refused)
        {
            // It was read without a fault, perhaps by another version: it must not keep the rest of the configuration from its work.
            Log.Failed(source.Name, new ScriptOutcome(ScriptEnd.Interpreter).Reason, refused.Message);
            return new ScriptProgram(this, null, source.Name);
        }
    }

    public void Dispose() => Slots.Dispose();

    // The first script of a process waits for the interpreter to be compiled, which may take longer than a script may.
    private void WarmUp()
    {
        if (!_isWarm)
        {
            _isWarm = true;
            ScriptRealm.Run(
                Engine.PrepareScript("var a = [], o = {x: 1}; a[200] = []; a[200]['x'] = o; if (!a['y']) { o.x = 'z' + o.x; } JSON.stringify(a);"),
                new NoHost(), Limits, TimeSpan.FromMinutes(1), CancellationToken.None);
        }
    }

    private sealed class NoHost : IScriptHost
    {
        public void Install(Engine engine)
        {
        }

        public void End(JsValue completion)
        {
        }
    }
}
