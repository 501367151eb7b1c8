using System.Collections.Immutable;
using Acornima;

namespace Gateway.Core.Scripting;

/// <summary>Reads scripts when a configuration is read: XML literals become calls, and what is no script is refused with its place.</summary>
public static class ScriptReader
{
    private const int Longest = 1024 * 1024;

    /// <summary>Reads one script.</summary>
    /// <param name="name">What messages call it: its file as the user would open it.</param>
    /// <param name="text">Its text: ECMAScript, and E4X's XML literals.</param>
    public static ScriptRead Read(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > Longest)
        {
            return new ScriptRead(null, [new ScriptFault(1, 1, "the script is longer than 1 MiB", "Its examples can be shortened.")]);
        }

        var literals = XmlLiterals.Replace(text);
        if (!literals.Faults.IsEmpty)
        {
            return new ScriptRead(null, [.. literals.Faults.Select(fault => At(text, fault.Offset, fault.Message, fault.Hint))]);
        }

        try
        {
            new Parser(ParserOptions.Default).ParseScript(literals.Text, name);
            return new ScriptRead(new ScriptSource(name, literals.Text), []);
        }
        catch (ParseErrorException e)
        {
            var message = e.Error.Description is { Length: > 0 } words ? char.ToLowerInvariant(words[0]) + words[1..] : "this cannot be read";
            return Refused(At(text, literals.SourceOffset(e.Error.Index), $"this is not a script: {message}", Hint(literals.Text, e.Error.Index)));
        }
        catch (InsufficientExecutionStackException)
        {
            return Refused(new ScriptFault(1, 1, "the script is nested too deep", ""));
        }
    }

    private static ScriptRead Refused(ScriptFault fault) => new(null, [fault]);

    // Of E4X, only literals are replaced: what it added to the grammar otherwise has no place in scripts that generators write.
    private static string Hint(string text, int index)
    {
        var at = Math.Clamp(index, 0, text.Length);
        var around = text.AsSpan(Math.Max(0, at - 6), Math.Min(text.Length, at + 6) - Math.Max(0, at - 6));
        return around.Contains("..", StringComparison.Ordinal) || around.Contains(".@", StringComparison.Ordinal) || around.Contains("each", StringComparison.Ordinal)
            ? "XML literals can be read, E4X's '..', '.@' and 'for each' cannot: use the text, toString() or toXMLString()." : "";
    }

    private static ScriptFault At(string text, int offset, string message, string hint)
    {
        var before = text.AsSpan(0, Math.Clamp(offset, 0, text.Length));
        return new ScriptFault(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'), message, hint);
    }
}
