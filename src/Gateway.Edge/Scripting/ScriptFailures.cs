using System.Text.RegularExpressions;
using Jint.Runtime;

namespace Gateway.Edge.Scripting;

/// <summary>What ended a run early, by what the interpreter threw.</summary>
internal static class ScriptFailures
{
    private const int LongestMessage = 300;

    public static ScriptOutcome Explain(Exception failure) => failure switch
    {
        JavaScriptException error => new ScriptOutcome(ScriptEnd.Error, Shorten(Words(error))),
        PromiseRejectedException rejected => new ScriptOutcome(ScriptEnd.Error, Shorten(rejected.Message)),
        RegexMatchTimeoutException => new ScriptOutcome(ScriptEnd.Regex),
        TimeoutException => new ScriptOutcome(ScriptEnd.Time),
        MemoryLimitExceededException or OutOfMemoryException => new ScriptOutcome(ScriptEnd.Memory),
        StatementsCountOverflowException => new ScriptOutcome(ScriptEnd.Statements),
        RecursionDepthOverflowException or InsufficientExecutionStackException => new ScriptOutcome(ScriptEnd.Recursion),
        ExecutionCanceledException or OperationCanceledException => new ScriptOutcome(ScriptEnd.Gone),
        _ => new ScriptOutcome(ScriptEnd.Interpreter, Shorten(failure.GetType().Name)),
    };

    private static string Words(JavaScriptException error)
    {
        var at = error.Location.Start;
        return at.Line > 0 ? $"{error.Location.SourceFile}:{at.Line}:{at.Column + 1}: {error.Message}" : error.Message;
    }

    private static string Shorten(string message) => message.Length <= LongestMessage ? message : message[..LongestMessage] + "…";
}
