using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Mediation.Expressions;

namespace Gateway.Core.Mediation.Sequences.Reading;

/// <summary>Reads expressions: what is one property, or texts in a row, without an engine; JSONPath; else XPath.</summary>
internal static class ExpressionReader
{
    private const string JsonEval = "json-eval(";

    /// <summary>Reads one, and reports what is wrong with it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scope">The element whose namespaces hold.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="problems">Where problems go.</param>
    /// <returns>Null when there was a problem.</returns>
    public static MessageExpression? Read(string text, XElement scope, SourcePlace place, ProblemList problems)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith("${", StringComparison.Ordinal) && trimmed.EndsWith('}'))
        {
            problems.Error(place, $"the Synapse expression {Short(trimmed)} is not supported", "Write it as XPath or json-eval(…), such as $ctx:name, get-property('name') or json-eval($.name).");
            return null;
        }

        if (trimmed.StartsWith(JsonEval, StringComparison.Ordinal))
        {
            return Json(trimmed, place, problems);
        }

        return Plain(trimmed) ?? (XPathQuery.Compile(trimmed, SpacesOf(scope), place, problems) is { } query ? new MessageExpression.OfXPath(query) : null);
    }

    /// <summary>The prefixes that are declared at an element.</summary>
    public static Dictionary<string, string> SpacesOf(XElement scope)
    {
        var spaces = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var element = scope; element is not null; element = element.Parent)
        {
            foreach (var attribute in element.Attributes().Where(attribute => attribute.IsNamespaceDeclaration && attribute.Name.LocalName != "xmlns"))
            {
                spaces.TryAdd(attribute.Name.LocalName, attribute.Value);
            }
        }

        return spaces;
    }

    private static MessageExpression.OfJson? Json(string text, SourcePlace place, ProblemList problems)
    {
        if (!text.EndsWith(')'))
        {
            problems.Error(place, $"the expression {Short(text)} has no ')' at its end", "Write json-eval($.name).");
            return null;
        }

        var path = text[JsonEval.Length..^1].Trim();
        MessageExpression.OfProperty? over = null;
        if (path.StartsWith('$') && path.IndexOf(':', StringComparison.Ordinal) is var colon && colon > 1 && PropertyScopes.OfPrefix(path[1..colon]) is { } scope)
        {
            // As WSO2 reads it: the property's name ends at the first dot or bracket.
            var end = path.AsSpan(colon).IndexOfAny('.', '[');
            var name = end < 0 ? path[(colon + 1)..] : path[(colon + 1)..(colon + end)];
            over = new MessageExpression.OfProperty(scope, name);
            path = end < 0 ? "$" : "$" + path[(colon + end)..];
        }

        if (path.Contains("{$", StringComparison.Ordinal))
        {
            problems.Error(place, $"expressions within a JSONPath are not supported: {Short(text)}", "Write the path out, or choose between several with a filter.");
            return null;
        }

        return JsonPath.Compile(path, place, problems) is { } compiled ? new MessageExpression.OfJson(compiled, over) : null;
    }

    private static MessageExpression? Plain(string text)
    {
        var at = 0;
        var read = Term(text, ref at);
        return at == text.Length ? read : null;
    }

    // A literal, a variable, get-property or concat of such. Null: it is something else.
    private static MessageExpression? Term(string text, ref int at)
    {
        SkipBlanks(text, ref at);
        if (at == text.Length)
        {
            return null;
        }

        MessageExpression? term = text[at] switch
        {
            '\'' or '"' => Quoted(text, ref at) is { } literal ? new MessageExpression.Literal(literal) : null,
            '$' => Variable(text, ref at),
            _ => Call(text, ref at),
        };
        SkipBlanks(text, ref at);
        return term;
    }

    private static MessageExpression.OfProperty? Variable(string text, ref int at)
    {
        var start = at + 1;
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '-' or '_' or ':'))
        {
            end++;
        }

        var colon = text.IndexOf(':', start);
        if (colon <= start || colon + 1 >= end || PropertyScopes.OfPrefix(text[start..colon]) is not { } scope)
        {
            return null;
        }

        at = end;
        return new MessageExpression.OfProperty(scope, text[(colon + 1)..end]);
    }

    private static MessageExpression? Call(string text, ref int at)
    {
        var open = text.IndexOf('(', at);
        var name = open < 0 ? "" : text[at..open].Trim();
        if (name is not ("get-property" or "synapse:get-property" or "syn:get-property" or "concat" or "fn:concat"))
        {
            return null;
        }

        at = open + 1;
        var arguments = ImmutableArray.CreateBuilder<MessageExpression>();
        var literals = new List<string?>();
        while (true)
        {
            SkipBlanks(text, ref at);
            var start = at;
            if (Term(text, ref at) is not { } argument)
            {
                return null;
            }

            arguments.Add(argument);
            literals.Add(argument is MessageExpression.Literal ? text[start..at].Trim()[1..^1] : null);
            if (at == text.Length || text[at] is not (',' or ')'))
            {
                return null;
            }

            if (text[at++] == ')')
            {
                break;
            }
        }

        if (name.EndsWith("concat", StringComparison.Ordinal))
        {
            return arguments.Count >= 2 ? new MessageExpression.Concat(arguments.ToImmutable()) : null;
        }

        return literals switch
        {
            [{ Length: > 0 } property] => new MessageExpression.OfProperty(PropertyScope.Default, property),
            [{ } scope, { Length: > 0 } property] when PropertyScopes.Of(scope) is { } known => new MessageExpression.OfProperty(known, property),
            _ => null,
        };
    }

    private static string? Quoted(string text, ref int at)
    {
        var end = text.IndexOf(text[at], at + 1);
        if (end < 0)
        {
            return null;
        }

        var literal = text[(at + 1)..end];
        at = end + 1;
        return literal;
    }

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private static string Short(string text)
    {
        var line = new StringBuilder(text.Length > 60 ? text[..60] + "…" : text).Replace('\n', ' ');
        return line.ToString();
    }
}
