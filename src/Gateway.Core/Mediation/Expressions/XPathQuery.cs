using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;
using Gateway.Core.Configuration;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>
/// An XPath 1.0 expression with WSO2's functions and variables: read once, evaluated over as many messages as there are. Immutable.
/// </summary>
/// <remarks>
/// Besides XPath's own functions, with or without the prefix <c>fn:</c>: <c>get-property(['scope',] 'name')</c>, <c>base64Encode</c>,
/// <c>base64Decode</c>, <c>url-encode</c>, <c>upper-case</c>, <c>lower-case</c>, <c>ends-with</c>. Variables: <c>$ctx:NAME</c>,
/// <c>$trp:NAME</c>, <c>$axis2:NAME</c>, <c>$operation:NAME</c>, <c>$url:NAME</c>, <c>$body</c>, <c>$header</c>, <c>$env</c>.
/// </remarks>
public sealed class XPathQuery
{
    /// <summary>The most characters of an expression.</summary>
    public const int Longest = 4096;

    private readonly XPathExpression _expression;
    private readonly FrozenDictionary<string, string> _namespaces;
    private readonly bool _wantsNodes;

    private XPathQuery(string text, XPathExpression expression, FrozenDictionary<string, string> namespaces, bool readsBody)
    {
        Text = text;
        ReadsBody = readsBody;
        _expression = expression;
        _namespaces = namespaces;
        _wantsNodes = text.Contains("node()", StringComparison.Ordinal);
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Whether it looks at the message itself, not only at properties.</summary>
    public bool ReadsBody { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text.</param>
    /// <param name="namespaces">The prefixes that it may use.</param>
    /// <param name="query">The expression; null when it cannot be read.</param>
    /// <param name="error">What is wrong, as part of a sentence; empty when nothing is.</param>
    public static bool TryCompile(
        string text, IEnumerable<KeyValuePair<string, string>> namespaces, [NotNullWhen(true)] out XPathQuery? query, out string error)
    {
        query = null;
        if (text.Length > Longest)
        {
            error = $"it is longer than {Longest} characters";
            return false;
        }

        var known = namespaces.ToFrozenDictionary(StringComparer.Ordinal);
        try
        {
            var scan = XPathScan.Of(text);
            var expression = XPathExpression.Compile(scan.Text);

            // Functions, variables and prefixes are looked up when the context is set: what does not exist is found out here.
            expression.Clone().SetContext(new XPathContext(known, facts: null));
            query = new XPathQuery(text, expression, known, scan.ReadsBody);
            error = "";
            return true;
        }
        catch (Exception fault) when (fault is XPathException or XmlException or ArgumentException)
        {
            error = FirstLine(fault.Message);
            return false;
        }
    }

    /// <summary>Its value as text, as WSO2 gives it: of one element its own text, or, where it has none, the element itself; of several all of them.</summary>
    /// <param name="context">Where it begins.</param>
    /// <param name="facts">What functions and variables see; null: nothing.</param>
    /// <exception cref="ExpressionException">A function refuses its arguments, or the message is none that can be looked at.</exception>
    public string TextIn(XNode? context, IMessageFacts? facts) => Evaluate(context, facts) switch
    {
        XPathNodeIterator nodes => TextOf(nodes),
        bool truth => truth ? "true" : "false",
        double number => NumberText(number),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Whether it holds: a set that is not empty, a text that is not empty, a number that is not 0, true.</summary>
    /// <param name="context">Where it begins.</param>
    /// <param name="facts">What functions and variables see; null: nothing.</param>
    /// <exception cref="ExpressionException">A function refuses its arguments, or the message is none that can be looked at.</exception>
    public bool IsTrue(XNode? context, IMessageFacts? facts) => Evaluate(context, facts) switch
    {
        XPathNodeIterator nodes => nodes.MoveNext(),
        bool truth => truth,
        double number => number != 0 && !double.IsNaN(number),
        var other => other is string { Length: > 0 },
    };

    /// <summary>The elements, attributes and texts that it leads to, as they stand in the message; none when its value is no set.</summary>
    /// <param name="context">Where it begins.</param>
    /// <param name="facts">What functions and variables see; null: nothing.</param>
    /// <exception cref="ExpressionException">A function refuses its arguments, or the message is none that can be looked at.</exception>
    public IReadOnlyList<XObject> Find(XNode? context, IMessageFacts? facts)
    {
        var found = new List<XObject>();
        if (Evaluate(context, facts) is XPathNodeIterator nodes)
        {
            while (nodes.MoveNext())
            {
                if (nodes.Current?.UnderlyingObject is XObject node)
                {
                    found.Add(node);
                }
            }
        }

        return found;
    }

    /// <summary>Reads an expression and reports what is wrong with it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="namespaces">The prefixes that it may use.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="problems">Where problems go.</param>
    /// <returns>Null when there was a problem.</returns>
    internal static XPathQuery? Compile(
        string text, IEnumerable<KeyValuePair<string, string>> namespaces, SourcePlace place, ProblemList problems)
    {
        if (TryCompile(text, namespaces, out var query, out var error))
        {
            return query;
        }

        problems.Error(place, $"the XPath \"{text}\" cannot be used: {error}", "XPath 1.0 is taken, with WSO2's functions and variables.");
        return null;
    }

    /// <summary>A number as Java writes one: WSO2's flows compare with that.</summary>
    internal static string NumberText(double number) =>
        number == Math.Floor(number) && Math.Abs(number) < 1e7
            ? number.ToString("0.0", CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);

    private object Evaluate(XNode? context, IMessageFacts? facts)
    {
        try
        {
            var expression = _expression.Clone();
            expression.SetContext(new XPathContext(_namespaces, facts));
            return (context ?? new XDocument()).CreateNavigator().Evaluate(expression);
        }
        catch (XPathException fault) when (fault.InnerException is ExpressionException refused)
        {
            throw new ExpressionException(refused.Message, fault);
        }
        catch (Exception fault) when (fault is XPathException or XmlException)
        {
            throw new ExpressionException($"The XPath \"{Text}\" cannot be evaluated: {FirstLine(fault.Message)}", fault);
        }
    }

    private string TextOf(XPathNodeIterator nodes)
    {
        var all = new List<XPathNavigator>();
        while (nodes.MoveNext())
        {
            all.Add(nodes.Current!.Clone());
        }

        if (all.Count == 1 && !_wantsNodes)
        {
            return TextOf(all[0], alone: true);
        }

        var text = new StringBuilder();
        foreach (var node in all)
        {
            text.Append(TextOf(node, alone: false));
        }

        return text.ToString();
    }

    private static string TextOf(XPathNavigator node, bool alone)
    {
        if (node.UnderlyingObject is not XElement element)
        {
            return node.Value;
        }

        var own = string.Concat(element.Nodes().OfType<XText>().Select(part => part.Value)).Replace('\u00A0', ' ').Trim();
        return alone && own.Length > 0 ? own : element.ToString(SaveOptions.DisableFormatting);
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Trim().TrimEnd('.');
}
