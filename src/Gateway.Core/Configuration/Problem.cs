namespace Gateway.Core.Configuration;

/// <summary>How grave a <see cref="Problem"/> is: an error refuses the whole file, a warning does not.</summary>
public enum Severity
{
    /// <summary>The file is read, but something in it will not do what its author may think.</summary>
    Warning,

    /// <summary>The file is refused as a whole.</summary>
    Error,
}

/// <summary>One thing wrong with a configuration: its place, the fact and the remedy.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Severity">Whether it refuses the file.</param>
/// <param name="Message">What is wrong, in the user's words, without a final full stop.</param>
/// <param name="Hint">What to do about it, a sentence; empty when the message says it all.</param>
public sealed record Problem(SourcePlace Place, Severity Severity, string Message, string Hint)
{
    /// <summary>Writes <c>file:line:column: error: message</c>, the hint on a line of its own below.</summary>
    public override string ToString()
    {
        var head = $"{Place}: {(Severity == Severity.Error ? "error" : "warning")}: {Message}";
        return Hint.Length == 0 ? head : $"{head}\n    hint: {Hint}";
    }
}
