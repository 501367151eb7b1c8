namespace Gateway.Core.Documents;

/// <summary>
/// A value of a YAML or JSON document that remembers where it stands: a <see cref="DocumentMap"/>, a <see cref="DocumentList"/> or a
/// <see cref="DocumentScalar"/>. Immutable. What a YAML alias points at is the same node in several places, so a tree may have fewer
/// nodes than a walk over it passes; <see cref="DocumentLimits"/> bound the walk.
/// </summary>
public abstract class DocumentNode
{
    private protected DocumentNode(int line, int column, long size, int height) => (Line, Column, Size, Height) = (line, column, size, height);

    /// <summary>Line of its first character, from 1.</summary>
    public int Line { get; }

    /// <summary>Column of its first character, from 1.</summary>
    public int Column { get; }

    /// <summary>The value under a key; null when this is no map or has no such key.</summary>
    /// <param name="key">The key, case-sensitive. Keys of YAML that look like numbers are the text as written: <c>200</c>.</param>
    public DocumentNode? this[string key] => (this as DocumentMap)?.Find(key);

    /// <summary>
    /// The text of a scalar as written, without quotes: of a number its digits, of a flag <c>true</c> or <c>false</c>. Null for null, lists and maps.
    /// </summary>
    public string? Text => this is DocumentScalar { Kind: not DocumentScalarKind.Null } scalar ? scalar.Text : null;

    /// <summary>Whether it says null, or nothing at all.</summary>
    public bool IsNull => this is DocumentScalar { Kind: DocumentScalarKind.Null };

    /// <summary>The items of a list; empty when this is none.</summary>
    public IReadOnlyList<DocumentNode> Items => this is DocumentList list ? list.All : [];

    /// <summary>The entries of a map in the order written; empty when this is none.</summary>
    public IReadOnlyCollection<DocumentEntry> Entries => this is DocumentMap map ? map.All : [];

    /// <summary>What it is in the user's words, with its article.</summary>
    public abstract string Description { get; }

    /// <summary>How many nodes a walk over it passes, itself included.</summary>
    internal long Size { get; }

    /// <summary>How many levels are below it.</summary>
    internal int Height { get; }

    /// <summary>Writes it as JSON without blanks. Numbers that JSON cannot write (<c>.inf</c>) become texts.</summary>
    public string ToJson() => DocumentJson.Write(this);
}
