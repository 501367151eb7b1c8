namespace Gateway.Edge.Scripting;

/// <summary>How a run of a script ended.</summary>
internal enum ScriptEnd
{
    /// <summary>It ran to its end.</summary>
    Completed,

    /// <summary>It threw, or did what the language forbids.</summary>
    Error,

    /// <summary>Its time was over.</summary>
    Time,

    /// <summary>It allocated too much, or wanted an array or text that is too large.</summary>
    Memory,

    /// <summary>It ran too many statements.</summary>
    Statements,

    /// <summary>It called too deep.</summary>
    Recursion,

    /// <summary>A regular expression took too long.</summary>
    Regex,

    /// <summary>Too many scripts were running and waiting: it did not begin.</summary>
    Busy,

    /// <summary>The client went away.</summary>
    Gone,

    /// <summary>The interpreter itself failed.</summary>
    Interpreter,
}

/// <summary>How a run ended, and of one that did not complete, what it says about it.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Message">The script's error with its place, for the log; empty when there is none. May hold what a client sent.</param>
internal readonly record struct ScriptOutcome(ScriptEnd End, string Message = "")
{
    private static readonly string[] Words = [.. Enum.GetNames<ScriptEnd>().Select(static name => name.ToLowerInvariant())];

    /// <summary>Whether the script ran to its end.</summary>
    public bool HasCompleted => End == ScriptEnd.Completed;

    /// <summary>The end as a word of a closed list: the tag of <c>gateway.script.aborts</c>.</summary>
    public string Reason => Words[(int)End];
}
