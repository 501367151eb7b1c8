using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Routing;

namespace Gateway.Core.Mediation.Rules;

/// <summary>A <see cref="RouteCondition"/> made ready.</summary>
internal sealed class RuleCondition
{
    private readonly RouteSource _source;
    private readonly string _name;
    private readonly ValueMatcher _matcher;
    private readonly ImmutableArray<ResourcePattern> _paths = [];
    private readonly JsonPath? _json;
    private readonly XPathQuery? _xpath;
    private readonly ImmutableArray<string> _names = [];

    /// <exception cref="ArgumentException">It cannot be used: readers have checked that it can.</exception>
    public RuleCondition(RouteCondition condition, FrozenDictionary<string, string> namespaces)
    {
        _source = condition.Source;
        _name = condition.Name;
        _matcher = new ValueMatcher(condition.Test);
        switch (condition.Source)
        {
            case RouteSource.Path when condition.Test.Kind == ValueTestKind.Equals:
                _paths = [.. condition.Test.Texts.Select(PatternOf)];
                break;
            case RouteSource.Json:
                _json = JsonPath.TryCompile(condition.Name, out var json, out var fault, out _) ? json : throw new ArgumentException(fault, nameof(condition));
                _names = json is { IsWhole: false, HasFunction: false } && json.Steps.All(step => step.Kind == JsonStepKind.Name)
                    ? [.. json.Steps.Select(step => step.Name)]
                    : [];
                break;
            case RouteSource.XPath:
                _xpath = XPathQuery.TryCompile(condition.Name, namespaces, out var xpath, out fault) ? xpath : throw new ArgumentException(fault, nameof(condition));
                break;
        }
    }

    /// <summary>Whether a request's body must be read before it can be asked: it looks there, and there may be what it looks for.</summary>
    public bool Awaits(IRouteSubject subject) =>
        _source >= RouteSource.Json && subject.HasBody && RouteBody.Suits(_source, subject.Header("Content-Type"))
        && subject.Header("Content-Encoding") is null or "" or "identity";

    /// <summary>Whether it holds.</summary>
    /// <param name="subject">The request.</param>
    /// <param name="body">Its body; null when it was not read.</param>
    public bool Holds(IRouteSubject subject, RouteBody? body) => _source switch
    {
        RouteSource.Method => _matcher.Passes(subject.Method),
        RouteSource.Path => HoldsOfPath(subject),
        RouteSource.Header => _matcher.Passes(subject.Header(_name)),
        RouteSource.Query => _matcher.Passes(LastParameter(subject.Query, _name)),
        RouteSource.SoapAction => _matcher.Passes(SoapActionText.Of(subject)),
        RouteSource.Json => HoldsByScan(body) ?? HoldsOfJson(body?.Json),
        _ => HoldsOfXml(body),
    };

    private static ResourcePattern PatternOf(string path) =>
        ResourcePattern.TryParse(path, out var pattern, out var error, out _) ? pattern : throw new ArgumentException(error, nameof(path));

    private static string? LastParameter(ReadOnlySpan<char> query, string name)
    {
        string? last = null;
        var parameters = new QueryParameters(query);
        while (parameters.MoveNext())
        {
            if (parameters.Is(name))
            {
                last = PercentEncoding.Decode(parameters.Value, plusIsBlank: true);
            }
        }

        return last;
    }

    private bool HoldsOfPath(IRouteSubject subject)
    {
        var raw = subject.Path.IsEmpty ? "/" : subject.Path;
        using var path = new CanonicalPath(raw, raw.Contains('%') ? stackalloc char[CanonicalPath.BufferLength] : []);
        if (_paths.IsEmpty)
        {
            return _matcher.Passes(path.Span);
        }

        foreach (var pattern in _paths)
        {
            if (pattern.Matches(path.Span, subject.Query))
            {
                return true;
            }
        }

        return false;
    }

    // Most rules ask for one member: nothing is built for them. Null: it takes the document.
    private bool? HoldsByScan(RouteBody? body)
    {
        if (body is null || _names.IsEmpty || _matcher.Kind != ValueTestKind.Equals)
        {
            return null;
        }

        try
        {
            return JsonScan.Leads(body.JsonText, _names, _matcher.Texts);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool HoldsOfJson(JsonElement? root)
    {
        if (root is not { } json)
        {
            return _matcher.Kind == ValueTestKind.Absent;
        }

        try
        {
            if (_matcher.Kind == ValueTestKind.Equals)
            {
                foreach (var text in _matcher.Texts)
                {
                    if (_json!.Leads(json, text))
                    {
                        return true;
                    }
                }

                return false;
            }

            return _json!.HasFunction ? _matcher.Passes(_json.TextIn(json)) : HoldsOfAny(_json.Find(json));
        }
        catch (ExpressionException)
        {
            // It would cost more than is allowed.
            return false;
        }
    }

    private bool HoldsOfAny(IReadOnlyList<JsonElement> found)
    {
        if (_matcher.Kind is ValueTestKind.Present or ValueTestKind.Absent)
        {
            return found.Count > 0 == (_matcher.Kind == ValueTestKind.Present);
        }

        foreach (var value in found)
        {
            if (_matcher.Passes(JsonText.Of(value)))
            {
                return true;
            }
        }

        return false;
    }

    private bool HoldsOfXml(RouteBody? body)
    {
        if (body?.Xml is not { } xml)
        {
            return _matcher.Kind == ValueTestKind.Absent;
        }

        try
        {
            return _matcher.Kind switch
            {
                ValueTestKind.Present => _xpath!.IsTrue(xml, facts: null),
                ValueTestKind.Absent => !_xpath!.IsTrue(xml, facts: null),
                _ => _matcher.Passes(_xpath!.TextIn(xml, facts: null)),
            };
        }
        catch (ExpressionException)
        {
            return false;
        }
    }
}
