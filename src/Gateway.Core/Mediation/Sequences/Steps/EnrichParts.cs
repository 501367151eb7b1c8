using System.Xml.Linq;
using Gateway.Core.Mediation.Expressions;

namespace Gateway.Core.Mediation.Sequences.Steps;

/// <summary>What <c>enrich</c> takes from, or puts to.</summary>
internal enum EnrichPart
{
    /// <summary>Where an XPath or JSONPath leads.</summary>
    Custom,
    Envelope,
    Body,
    Property,

    /// <summary>What stands in the sequence.</summary>
    Inline,

    /// <summary>The name of a member of a JSON object.</summary>
    Key,
}

/// <summary>What <c>enrich</c> does with it.</summary>
internal enum EnrichAction
{
    Replace,
    Child,
    Sibling,
    Remove,
}

/// <summary>The source, or the target, of an <c>enrich</c>.</summary>
/// <param name="Part">What it is.</param>
internal sealed record EnrichEnd(EnrichPart Part)
{
    public XPathQuery? XPath { get; init; }

    public JsonPath? JsonPath { get; init; }

    public string Property { get; init; } = "";

    /// <summary>Text, or JSON, that stands in the sequence.</summary>
    public string Text { get; init; } = "";

    /// <summary>XML that stands in the sequence.</summary>
    public XElement? Element { get; init; }

    /// <summary>Whether what is taken stays where it was.</summary>
    public bool IsCloned { get; init; } = true;

    public bool IsXml => XPath is not null || Element is not null || Part == EnrichPart.Envelope;
}
