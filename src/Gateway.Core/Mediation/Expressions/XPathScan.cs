using System.Collections.Frozen;
using System.Text;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>Goes over the signs of an XPath without reading it: does it look at the message, and what is left without the prefix <c>fn:</c>.</summary>
/// <param name="Text">The expression with functions of XPath 1.0 under their own names.</param>
/// <param name="ReadsBody">Whether a path in it begins in the message.</param>
internal readonly record struct XPathScan(string Text, bool ReadsBody)
{
    private const string FunctionPrefix = "fn:";

    private static readonly FrozenSet<string> OfMessage = new[] { "body", "header", "env" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NodeTests =
        new[] { "node", "text", "comment", "processing-instruction" }.ToFrozenSet(StringComparer.Ordinal);

    public static XPathScan Of(string text)
    {
        var kept = new StringBuilder(text.Length);
        var readsBody = false;

        // Whether the last sign ended an operand: what follows is then an operator, or goes on with that operand's path.
        var behindOperand = false;
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (c is '\'' or '"')
            {
                var end = text.IndexOf(c, at + 1);
                var next = end < 0 ? text.Length : end + 1;
                kept.Append(text, at, next - at);
                (at, behindOperand) = (next, true);
            }
            else if (char.IsAsciiDigit(c))
            {
                kept.Append(c);
                (at, behindOperand) = (at + 1, true);
            }
            else if (c == '$' || IsOfName(c))
            {
                var isVariable = c == '$';
                var start = at;
                at = EndOfName(text, isVariable ? at + 1 : at);
                var name = text[start..at];
                if (isVariable)
                {
                    readsBody |= OfMessage.Contains(name[1..]);
                    kept.Append(name);
                    behindOperand = true;
                    continue;
                }

                var isFunction = text.AsSpan(at).TrimStart().StartsWith("(");
                if (isFunction && name.StartsWith(FunctionPrefix, StringComparison.Ordinal))
                {
                    name = name[FunctionPrefix.Length..];
                }

                kept.Append(name);
                if (behindOperand && name is "and" or "or" or "div" or "mod")
                {
                    behindOperand = false;
                }
                else
                {
                    readsBody |= !behindOperand && (!isFunction || NodeTests.Contains(name));
                    behindOperand = !isFunction;
                }
            }
            else
            {
                kept.Append(c);
                at++;
                if (!char.IsWhiteSpace(c))
                {
                    readsBody |= !behindOperand && c is '/' or '@' or '*';
                    readsBody |= !behindOperand && c == '.' && (at == text.Length || !char.IsAsciiDigit(text[at]));

                    // Behind a slash the path goes on: its next name begins nothing.
                    behindOperand = c is ')' or ']' or '/' or '@' or ':' or '.' || (c == '*' && !behindOperand);
                }
            }
        }

        return new XPathScan(kept.ToString(), readsBody);
    }

    private static int EndOfName(string text, int at)
    {
        while (at < text.Length && (IsOfName(text[at]) || char.IsAsciiDigit(text[at]) || text[at] is '-' or '.' || IsColonWithin(text, at)))
        {
            at++;
        }

        return at;
    }

    // "child::x" is an axis and a name.
    private static bool IsColonWithin(string text, int at) =>
        text[at] == ':' && at + 1 < text.Length && IsOfName(text[at + 1]) && (at == 0 || text[at - 1] != ':');

    private static bool IsOfName(char c) => char.IsLetter(c) || c == '_';
}
