namespace Gateway.Core.Routing;

/// <summary>What a part of a resource's template matches.</summary>
internal enum TemplatePartKind
{
    /// <summary>Itself, byte for byte.</summary>
    Literal,

    /// <summary><c>{x}</c>: one or more characters that are not reserved.</summary>
    Variable,

    /// <summary><c>{+x}</c>: one or more characters of any kind.</summary>
    ReservedVariable,

    /// <summary><c>*</c>: any characters, or none.</summary>
    Wildcard,

    /// <summary><c>/*</c> at the end: nothing, or a slash and anything behind it.</summary>
    Rest,
}

/// <summary>One part of a resource's template.</summary>
/// <param name="Kind">What it matches.</param>
/// <param name="Text">The literal in canonical form, or the variable's name; empty otherwise.</param>
internal readonly record struct TemplatePart(TemplatePartKind Kind, string Text)
{
    public bool IsVariable => Kind is TemplatePartKind.Variable or TemplatePartKind.ReservedVariable;
}
