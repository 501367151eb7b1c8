using Jint;
using Jint.Constraints;

namespace Gateway.Edge.Scripting;

/// <summary>One realm for one run: an engine with nothing of .NET in it, its natives guarded, and the host's objects.</summary>
internal static class ScriptRealm
{
    /// <summary>Runs a script. Throws whatever ends it early.</summary>
    public static void Run(Prepared<Acornima.Ast.Script> script, IScriptHost host, ScriptLimits limits, TimeSpan time, CancellationToken cancellation)
    {
        // The only clock of a run: the engine's own time limit starts anew at every entry.
        var deadline = new OperationDeadlineConstraint();
        using var engine = new Engine(options => Configure(options, limits, deadline));
        NativeGuards.Install(engine, limits);
        host.Install(engine);
        deadline.Begin(time, cancellation);
        host.End(engine.Evaluate(script));
    }

    private static void Configure(Options options, ScriptLimits limits, OperationDeadlineConstraint deadline)
    {
        options.Constraint(deadline);
        options.MaxStatements(limits.Statements);
        options.LimitMemory(limits.Memory);
        options.LimitRecursion(limits.Recursion);
        options.RegexTimeoutInterval(limits.Regex);
        options.DisableStringCompilation();
        options.Constraints.MaxArraySize = limits.ArraySize;
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.PromiseTimeout = TimeSpan.FromMilliseconds(1);
        options.Json.MaxParseDepth = limits.JsonDepth;
        options.Interop.Enabled = false;
        options.Interop.AllowWrite = false;
        options.Interop.ArrayConversion = ArrayConversionMode.Copy;
        options.AgentCanSuspend = false;
        options.TimeZone = TimeZoneInfo.Utc;
    }
}
