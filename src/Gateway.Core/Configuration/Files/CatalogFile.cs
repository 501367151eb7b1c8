namespace Gateway.Core.Configuration.Files;

/// <summary>A file that a catalog names: a script, a sequence, a WSDL, an OpenAPI document. It travels in the catalog's bundle.</summary>
/// <param name="Path">Relative to the folder of the file that names it, with slashes: <c>mocks/order.js</c>.</param>
/// <param name="Text">Its text.</param>
/// <param name="Shown">What messages call it: its path as the user would open it.</param>
public sealed record CatalogFile(string Path, string Text, string Shown)
{
    /// <summary>A place in it, for problems.</summary>
    /// <param name="line">Line, from 1; 0 when the whole file is meant.</param>
    /// <param name="column">Column, from 1; 0 when the whole line is meant.</param>
    public SourcePlace At(int line, int column) => new(Shown, line, column);
}
