namespace Gateway.Core.Configuration;

/// <summary>Where something stands in a configuration file.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Line, from 1; 0 when the whole file is meant.</param>
/// <param name="Column">Column, from 1; 0 when the whole line is meant.</param>
public readonly record struct SourcePlace(string File, int Line, int Column)
{
    /// <summary>Writes <c>file:line:column</c>, as compilers do, so that editors can jump to it.</summary>
    public override string ToString() => $"{File}:{Math.Max(Line, 1)}:{Math.Max(Column, 1)}";
}
