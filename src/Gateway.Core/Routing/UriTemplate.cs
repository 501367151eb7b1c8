using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Routing;

/// <summary>A variable in a URI template and where its name stands, counted from 1.</summary>
internal readonly record struct TemplateVariable(string Name, int Column);

/// <summary>
/// An RFC 6570 template, level 4. The grammar is checked here, once and with columns; the package expands what has passed.
/// </summary>
internal sealed class UriTemplate
{
    private readonly string _text;

    private UriTemplate(string text, ImmutableArray<TemplateVariable> variables)
    {
        _text = text;
        Variables = variables;
    }

    /// <summary>The variables in the order written, one as often as it is written.</summary>
    public ImmutableArray<TemplateVariable> Variables { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out UriTemplate? template, out string error, out int errorColumn)
    {
        var reader = new UriTemplateReader(text);
        var good = reader.Read();
        (error, errorColumn) = (reader.Error, reader.Column);

        // The package copies literals as they stand; RFC 6570 section 3.1 wants them escaped. Names hold nothing to be escaped.
        template = good ? new UriTemplate(PercentEncoding.EscapeIllegal(text, keepBraces: true), [.. reader.Variables]) : null;
        return good;
    }

    /// <summary>Expands it; a variable without a value expands to nothing.</summary>
    /// <exception cref="ArgumentException">A prefix such as <c>{x:3}</c> is asked of a map.</exception>
    public string Expand(Dictionary<string, object> values) =>
        Variables.IsEmpty ? _text : PercentEncoding.EscapeIllegal(Std.UriTemplate.Expand(_text, values));
}
