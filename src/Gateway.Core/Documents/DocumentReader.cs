using System.Collections.Immutable;

namespace Gateway.Core.Documents;

/// <summary>How much of a document is read before it is refused.</summary>
/// <param name="Characters">The most characters of the text.</param>
/// <param name="Depth">The most levels of lists and maps within each other, what aliases point at included.</param>
/// <param name="Nodes">The most nodes that a walk over the document passes: each alias counts as much as what it points at.</param>
public sealed record DocumentLimits(int Characters = 4 * 1024 * 1024, int Depth = 64, int Nodes = 250_000);

/// <summary>One thing wrong with a document.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">What is wrong, without a final full stop.</param>
/// <param name="Hint">What to do about it; empty when the message says it all.</param>
/// <param name="IsWarning">Whether the document was read all the same.</param>
public sealed record DocumentFault(int Line, int Column, string Message, string Hint, bool IsWarning);

/// <summary>A document, or why it cannot be read.</summary>
/// <param name="Root">Its outermost value; null when it cannot be read.</param>
/// <param name="Faults">The reason it cannot be read, last; before it, or alone, warnings such as keys that stand twice.</param>
public sealed record DocumentRead(DocumentNode? Root, ImmutableArray<DocumentFault> Faults);

/// <summary>
/// Reads YAML 1.2 (scalars by its core schema; anchors, aliases and the merge key <c>&lt;&lt;</c> resolved) and JSON (comments and
/// trailing commas let through) into one kind of tree. Messy where WSO2's files are: of a key that stands twice the later value counts,
/// with a warning; numbers keep their digits. Nothing else is guessed.
/// </summary>
public static class DocumentReader
{
    /// <summary>Reads a text, JSON when it begins with a bracket and can be read as such, YAML otherwise.</summary>
    /// <param name="text">The text; a byte order mark at its start is skipped.</param>
    /// <param name="limits">Limits; null for the usual ones.</param>
    public static DocumentRead Read(string text, DocumentLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        limits ??= new DocumentLimits();
        if (text.Length > limits.Characters)
        {
            return Refused(new DocumentFault(1, 1, $"the document is longer than {limits.Characters} characters", "Take out what is not needed.", false));
        }

        text = text.TrimStart('\uFEFF');
        var start = text.AsSpan().TrimStart();
        if (start is not ['{' or '[', ..])
        {
            return YamlDocument.Read(text, limits);
        }

        // YAML's own flow style begins with a bracket too, but nobody writes it with quoted keys. The YAML parser takes much that is
        // broken JSON without a word, so it is asked only where JSON cannot be meant.
        var json = JsonDocumentText.Read(text, limits);
        return json.Root is null && start[1..].TrimStart() is not (['"' or '{' or '/', ..] or []) ? YamlDocument.Read(text, limits) : json;
    }

    private static DocumentRead Refused(DocumentFault fault) => new(null, [fault]);
}
