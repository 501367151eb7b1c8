namespace Gateway.Core.Documents;

/// <summary>The kinds of scalars: those of JSON, which are also those of YAML 1.2's core schema.</summary>
public enum DocumentScalarKind
{
    /// <summary>null, <c>~</c>, or nothing.</summary>
    Null,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A number, kept as its digits.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,
}

/// <summary>A simple value. A number in quotes is a text.</summary>
public sealed class DocumentScalar : DocumentNode
{
    internal DocumentScalar(int line, int column, DocumentScalarKind kind, string text)
        : base(line, column, size: 1, height: 0)
    {
        Kind = kind;
        Text = text;
    }

    /// <summary>What it is.</summary>
    public DocumentScalarKind Kind { get; }

    /// <summary>Its text without quotes and escapes; of a number the digits as written; of a flag <c>true</c> or <c>false</c>; of null empty.</summary>
    public new string Text { get; }

    /// <inheritdoc/>
    public override string Description => Kind switch
    {
        DocumentScalarKind.Null => "null",
        DocumentScalarKind.Flag => "true or false",
        DocumentScalarKind.Number => "a number",
        _ => "a text",
    };
}
