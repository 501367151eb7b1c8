using System.Diagnostics;
using Gateway.Edge.Forwarding;
using Gateway.Management;
using Jint;

namespace Gateway.Edge.Scripting;

/// <summary>A script made ready once, to be run by many requests at once. Made by <see cref="ScriptSandbox.Prepare"/>.</summary>
internal sealed class ScriptProgram
{
    private readonly ScriptSandbox _sandbox;
    private readonly ParsedScript? _script;
    private int _noted;

    /// <param name="sandbox">Its limits, slots and counters.</param>
    /// <param name="script">The script; null when the interpreter does not take it: every run then ends with that.</param>
    /// <param name="name">What the log calls it.</param>
    public ScriptProgram(ScriptSandbox sandbox, ParsedScript? script, string name)
    {
        _sandbox = sandbox;
        _script = script;
        Name = name;
    }

    /// <summary>What the log calls it.</summary>
    public string Name { get; }

    /// <summary>Whether the interpreter takes it.</summary>
    public bool IsUsable => _script is not null;

    /// <summary>
    /// Runs it once, off the sockets' threads, within the sandbox's limits. It gets a realm of its own, so that nothing a run leaves
    /// behind is seen by another. Never throws.
    /// </summary>
    /// <param name="host">What the run may touch, made for it.</param>
    /// <param name="cancellation">Ends the run early: the client has gone.</param>
    public async ValueTask<ScriptOutcome> RunAsync(IScriptHost host, CancellationToken cancellation)
    {
        if (SocketEvents.IsHere)
        {
            await FairShare.LeaveAsync();
        }

        try
        {
            if (!await _sandbox.Slots.EnterAsync(cancellation))
            {
                return Aborted(new ScriptOutcome(ScriptEnd.Busy));
            }
        }
        catch (OperationCanceledException)
        {
            return Aborted(new ScriptOutcome(ScriptEnd.Gone));
        }

        try
        {
            var started = Stopwatch.GetTimestamp();
            var outcome = Run(host, cancellation);
            _sandbox.Instruments.ScriptEnded(Stopwatch.GetElapsedTime(started).TotalSeconds);
            return outcome.HasCompleted ? outcome : Aborted(outcome);
        }
        finally
        {
            _sandbox.Slots.Leave();
        }
    }

    /// <summary>What the interpreter has made of a script. A class of its own, so that nodes without scripts do not load the interpreter.</summary>
    /// <param name="Script">The script.</param>
    internal sealed record ParsedScript(Prepared<Acornima.Ast.Script> Script);

    private ScriptOutcome Run(IScriptHost host, CancellationToken cancellation)
    {
        if (_script is not { } script)
        {
            return new ScriptOutcome(ScriptEnd.Interpreter);
        }

        try
        {
            ScriptRealm.Run(script.Script, host, _sandbox.Limits, _sandbox.Limits.Time, cancellation);
            return new ScriptOutcome(ScriptEnd.Completed);
        }
        catch (Exception failure)
        {
            // Whatever an interpreter of foreign code may throw ends here, and ends one run only.
            return ScriptFailures.Explain(failure);
        }
    }

    // The counter has them all; the log has the first of each kind, so that a script that always fails does not fill it.
    private ScriptOutcome Aborted(ScriptOutcome outcome)
    {
        _sandbox.Instruments.ScriptAborted(outcome.Reason);
        var bit = 1 << (int)outcome.End;
        if (outcome.End != ScriptEnd.Gone && (Interlocked.Or(ref _noted, bit) & bit) == 0)
        {
            _sandbox.Log.Failed(Name, outcome.Reason, outcome.Message);
        }

        return outcome;
    }
}
