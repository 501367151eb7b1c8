using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Xml.XPath;
using System.Xml.Xsl;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>A function that XPath 1.0 does not have itself.</summary>
internal sealed class XPathFunction : IXsltContextFunction
{
    private static readonly FrozenDictionary<string, XPathFunction> Known = new Dictionary<string, XPathFunction>(StringComparer.Ordinal)
    {
        ["get-property"] = new(1, 2, XPathResultType.Any, GetProperty),
        ["base64Encode"] = new(1, 2, XPathResultType.String, static (_, args) => Convert.ToBase64String(CodingOf(args).GetBytes(args[0]))),
        ["base64Decode"] = new(1, 2, XPathResultType.String, Base64Decode),
        ["url-encode"] = new(1, 2, XPathResultType.String, static (_, args) => UrlEncode(args[0], CodingOf(args))),
        ["upper-case"] = new(1, 1, XPathResultType.String, static (_, args) => args[0].ToUpperInvariant()),
        ["lower-case"] = new(1, 1, XPathResultType.String, static (_, args) => args[0].ToLowerInvariant()),
        ["ends-with"] = new(2, 2, XPathResultType.Boolean, static (_, args) => args[0].EndsWith(args[1], StringComparison.Ordinal)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Func<IMessageFacts?, string[], object> _call;

    private XPathFunction(int least, int most, XPathResultType returns, Func<IMessageFacts?, string[], object> call)
    {
        Minargs = least;
        Maxargs = most;
        ReturnType = returns;
        ArgTypes = [.. Enumerable.Repeat(XPathResultType.String, most)];
        _call = call;
    }

    public int Minargs { get; }

    public int Maxargs { get; }

    public XPathResultType ReturnType { get; }

    public XPathResultType[] ArgTypes { get; }

    public static bool Exists(string name) => Known.ContainsKey(name);

    /// <summary>The function that takes so many arguments; null: there is none.</summary>
    public static XPathFunction? Find(string name, int arguments) =>
        Known.TryGetValue(name, out var function) && arguments >= function.Minargs && arguments <= function.Maxargs ? function : null;

    public object Invoke(XsltContext xsltContext, object[] args, XPathNavigator docContext) =>
        _call(((XPathContext)xsltContext).Facts, [.. args.Select(Text)]);

    private static string Text(object value) => value switch
    {
        XPathNodeIterator nodes => nodes.MoveNext() ? nodes.Current!.Value : "",
        bool truth => truth ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static object GetProperty(IMessageFacts? facts, string[] args)
    {
        if (facts is null)
        {
            return "";
        }

        // A scope that does not exist has no properties, as in WSO2.
        return args.Length == 1 ? XPathContext.ToXPath(facts.Property(PropertyScope.Default, args[0]))
            : PropertyScopes.Of(args[0]) is { } scope ? XPathContext.ToXPath(facts.Property(scope, args[1]))
            : "";
    }

    private static string Base64Decode(IMessageFacts? facts, string[] args)
    {
        try
        {
            return CodingOf(args).GetString(Convert.FromBase64String(args[0]));
        }
        catch (FormatException fault)
        {
            throw new ExpressionException("What base64Decode() was given is no base64.", fault);
        }
    }

    // As java.net.URLEncoder: a blank is a plus.
    private static string UrlEncode(string text, Encoding coding)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var b in coding.GetBytes(text))
        {
            _ = (char)b switch
            {
                ' ' => encoded.Append('+'),
                var c when char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '*' or '_' => encoded.Append(c),
                _ => encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture)),
            };
        }

        return encoded.ToString();
    }

    private static Encoding CodingOf(string[] args)
    {
        if (args.Length < 2)
        {
            return Encoding.UTF8;
        }

        try
        {
            return Encoding.GetEncoding(args[1]);
        }
        catch (ArgumentException fault)
        {
            throw new ExpressionException($"The character coding \"{args[1]}\" is not known.", fault);
        }
    }
}
