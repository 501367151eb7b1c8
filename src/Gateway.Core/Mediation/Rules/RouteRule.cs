using System.Collections.Immutable;

namespace Gateway.Core.Mediation.Rules;

/// <summary>One rule of a dynamic endpoint: <c>[[endpoint.route]]</c>. Rules are asked in the order written, and the first that matches decides.</summary>
/// <param name="When">Conditions, all of which must hold; those that need no body come first.</param>
/// <param name="To">Name of an endpoint, or an address whose host depends on the request.</param>
public sealed record RouteRule(ImmutableArray<RouteCondition> When, string To);

/// <summary>What of a request a condition looks at. In the order in which conditions are asked: cheap ones first.</summary>
public enum RouteSource
{
    /// <summary>The method.</summary>
    Method,

    /// <summary>The path behind the API's context, in canonical form.</summary>
    Path,

    /// <summary>A header.</summary>
    Header,

    /// <summary>A parameter of the query, decoded; of several with one name the last, as in WSO2.</summary>
    Query,

    /// <summary>The action of a SOAP message: <c>SOAPAction</c> (SOAP 1.1), or the media type's <c>action</c> (SOAP 1.2).</summary>
    SoapAction,

    /// <summary>What a JSON path leads to.</summary>
    Json,

    /// <summary>What an XPath expression gives.</summary>
    XPath,
}

/// <summary>One condition of a rule.</summary>
/// <param name="Source">What it looks at.</param>
/// <param name="Name">A header's, a parameter's name, a JSON path, an XPath expression; else empty.</param>
/// <param name="Test">What must be found there.</param>
public sealed record RouteCondition(RouteSource Source, string Name, ValueTest Test)
{
    /// <summary>Whether the body must have been read.</summary>
    public bool NeedsBody => Source is RouteSource.Json or RouteSource.XPath;
}

/// <summary>How a value is compared.</summary>
public enum ValueTestKind
{
    /// <summary>It is one of the texts, letter by letter.</summary>
    Equals,

    /// <summary>It begins with the text.</summary>
    Prefix,

    /// <summary>It ends with the text.</summary>
    Suffix,

    /// <summary>The whole of it matches the regular expression, as in WSO2's <c>filter</c>.</summary>
    Regex,

    /// <summary>It is there, whatever it is.</summary>
    Present,

    /// <summary>It is not there.</summary>
    Absent,
}

/// <summary>What a condition asks of a value.</summary>
/// <param name="Kind">How it is compared.</param>
/// <param name="Texts">What with: one text, for <see cref="ValueTestKind.Equals"/> one or more, none for the last two.</param>
public sealed record ValueTest(ValueTestKind Kind, ImmutableArray<string> Texts)
{
    /// <summary>Equal to a text.</summary>
    public static ValueTest Of(string text) => new(ValueTestKind.Equals, [text]);
}
