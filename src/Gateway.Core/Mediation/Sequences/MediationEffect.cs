using Gateway.Core.Scripting;

namespace Gateway.Core.Mediation.Sequences;

/// <summary>
/// What a sequence wants done before it goes on, or how it ended. A run yields one after the other; whoever carries the message does it and
/// asks the run to go on.
/// </summary>
public abstract record MediationEffect
{
    /// <summary>The sequence is over: the message goes its way.</summary>
    public sealed record Done : MediationEffect
    {
        /// <summary>The only one.</summary>
        public static Done Instance { get; } = new();
    }

    /// <summary>Read the body and give it: <see cref="MediationRun.GiveBody"/>. Then go on.</summary>
    public sealed record ReadBody : MediationEffect
    {
        /// <summary>The only one.</summary>
        public static ReadBody Instance { get; } = new();
    }

    /// <summary>Write a line into the log. Then go on.</summary>
    /// <param name="Category">How grave it is.</param>
    /// <param name="Text">The line; credentials are left out.</param>
    public sealed record Log(LogCategory Category, string Text) : MediationEffect;

    /// <summary>Run a script over the message. Then go on, or say that it failed: <see cref="MediationRun.Fail"/>.</summary>
    /// <param name="Script">The script.</param>
    public sealed record Run(SequenceScript Script) : MediationEffect;

    /// <summary>Send the message, wait for the answer, make it the message: <see cref="MediationRun.TakeAnswer"/>. Then go on.</summary>
    /// <param name="To">Where to.</param>
    public sealed record Call(SendTarget To) : MediationEffect;

    /// <summary>The sequence is over: the message is sent to its target.</summary>
    /// <param name="To">Where to.</param>
    public sealed record Send(SendTarget To) : MediationEffect;

    /// <summary>The sequence is over: the message is the answer.</summary>
    /// <param name="RunsOut">Whether the Out flow runs over it first: the mediator <c>loopback</c>.</param>
    public sealed record Respond(bool RunsOut) : MediationEffect;

    /// <summary>The sequence is over: the message goes nowhere.</summary>
    public sealed record Drop : MediationEffect
    {
        /// <summary>The only one.</summary>
        public static Drop Instance { get; } = new();
    }

    /// <summary>The sequence failed.</summary>
    /// <param name="Failure">How.</param>
    public sealed record Failed(MediationFailure Failure) : MediationEffect;
}

/// <summary>Why a sequence failed.</summary>
/// <param name="Code">WSO2's <c>ERROR_CODE</c>.</param>
/// <param name="Message">WSO2's <c>ERROR_MESSAGE</c>.</param>
/// <param name="Where">File and line of the mediator, for the log; empty: none.</param>
public sealed record MediationFailure(string Code, string Message, string Where = "");

/// <summary>How grave a line of the log is: WSO2's categories.</summary>
public enum LogCategory
{
    /// <summary>INFO.</summary>
    Information,

    /// <summary>DEBUG.</summary>
    Debug,

    /// <summary>TRACE.</summary>
    Trace,

    /// <summary>WARN.</summary>
    Warning,

    /// <summary>ERROR and FATAL.</summary>
    Error,
}

/// <summary>Where <c>send</c> and <c>call</c> send.</summary>
/// <param name="Endpoint">Name of an endpoint; empty: the API's own.</param>
public sealed record SendTarget(string Endpoint)
{
    /// <summary>The endpoint of the API.</summary>
    public static SendTarget OfApi { get; } = new("");
}

/// <summary>A script of a sequence.</summary>
/// <param name="Source">The script.</param>
/// <param name="Function">The function that is called with <c>mc</c>; empty: none, the text is run.</param>
public sealed record SequenceScript(ScriptSource Source, string Function);
