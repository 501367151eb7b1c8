using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Mediation.Expressions;

namespace Gateway.Core.Mediation.Sequences.Steps;

/// <summary>What kind of value a property gets.</summary>
internal enum PropertyType
{
    Text,
    Integer,
    Number,
    Boolean,
    Xml,
    Json,
}

/// <summary><c>property</c>.</summary>
/// <param name="place">Where it stands.</param>
/// <param name="scope">Its scope.</param>
/// <param name="name">Its name.</param>
/// <param name="value">Its value; null: the property is removed.</param>
/// <param name="element">The XML that it gets; null: <paramref name="value"/>.</param>
internal sealed class PropertyStep(SourcePlace place, PropertyScope scope, string name, MessageExpression? value, XElement? element) : Step(place)
{
    public PropertyType Type { get; init; }

    /// <summary>What is cut out of the value; null: all of it.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>The group of the pattern that counts; 0: all that it matches.</summary>
    public int Group { get; init; }

    public override bool NeedsBody(MediationRun run) => value?.ReadsBody ?? false;

    public override MediationEffect? Run(MediationRun run)
    {
        if (element is not null)
        {
            run.SetProperty(scope, name, new XElement(element), isComputed: false);
        }
        else
        {
            run.SetProperty(scope, name, value is null ? null : Typed(Cut(value.TextIn(run))), value?.IsComputed(run) ?? false);
        }

        return null;
    }

    private string? Cut(string? text)
    {
        if (text is null || Pattern is null)
        {
            return text;
        }

        var match = Pattern.Match(text);
        return match.Success && Group < match.Groups.Count ? match.Groups[Group].Value : "";
    }

    private object? Typed(string? text) => text is null ? null : Type switch
    {
        PropertyType.Boolean => text.Trim().ToUpperInvariant() is "TRUE" or "1" or "YES",
        PropertyType.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : throw Wrong("a whole number"),
        PropertyType.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong("a number"),
        PropertyType.Xml => XmlText.TryRead(text, out var document, out _) ? document.Root! : throw Wrong("XML"),
        PropertyType.Json => Json(text),
        _ => text,
    };

    private JsonElement Json(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            throw Wrong("JSON");
        }
    }

    private ExpressionException Wrong(string wanted) => new($"The property {name} gets a value that is not {wanted}.");
}
