using System.Collections.Immutable;
using System.Text;

namespace Gateway.Core.Scripting;

/// <summary>Something wrong with an XML literal.</summary>
/// <param name="Offset">Where, in the script.</param>
/// <param name="Message">What.</param>
/// <param name="Hint">What to do.</param>
internal readonly record struct LiteralFault(int Offset, string Message, string Hint);

/// <summary>A script whose XML literals have become calls.</summary>
/// <param name="text">The new text; every line is the line of the old.</param>
/// <param name="chunks">What was taken over as it was: where it begins, in the new text and in the old.</param>
/// <param name="faults">What is wrong with literals.</param>
internal sealed class ReplacedLiterals(string text, List<(int New, int Old)> chunks, ImmutableArray<LiteralFault> faults)
{
    public string Text { get; } = text;

    public ImmutableArray<LiteralFault> Faults { get; } = faults;

    /// <summary>Where a place of the new text was in the old one.</summary>
    public int SourceOffset(int offset)
    {
        var chunk = chunks.FindLast(chunk => chunk.New <= offset);
        return chunk.Old + (offset - chunk.New);
    }
}

/// <summary>
/// Turns E4X's XML literals (ECMA-357, 11.1.4) into calls that any ECMAScript engine takes: <c>&lt;a b={x}&gt;{y}&lt;/a&gt;</c> becomes
/// <c>$xml("&lt;a b=\"\u0001", x, "\"&gt;", y, "&lt;/a&gt;")</c>: texts and values in turn, a text before an attribute's value ending with
/// <see cref="XmlLiteralCall.InAttribute"/>, one before a name with <see cref="XmlLiteralCall.InName"/>.
/// </summary>
/// <remarks>
/// A <c>&lt;</c> begins a literal where an expression must begin and a name, <c>&gt;</c>, <c>{</c>, <c>!</c> or <c>?</c> follows at once;
/// where an operand has just ended it is "less than". Which of the two holds is told from the token before, as editors do it.
/// </remarks>
internal sealed class XmlLiterals
{
    private const int Deepest = 100;

    private readonly string _text;
    private readonly StringBuilder _out;
    private readonly List<(int New, int Old)> _chunks = [(0, 0)];
    private readonly List<LiteralFault> _faults = [];
    private readonly XmlLiteralReader _xml;
    private int _depth;

    private XmlLiterals(string text)
    {
        _text = text;
        _out = new StringBuilder(text.Length + 64);
        _xml = new XmlLiteralReader(text, _out, _faults, CopyExpression);
    }

    /// <summary>Replaces every literal of a script.</summary>
    public static ReplacedLiterals Replace(string text)
    {
        if (!text.Contains('<'))
        {
            return new ReplacedLiterals(text, [(0, 0)], []);
        }

        var literals = new XmlLiterals(text);
        var end = literals.Copy(0, until: '\0');
        return new ReplacedLiterals(literals._out.ToString(), literals._chunks, [.. literals._faults]);
    }

    /// <summary>The expression of a literal, from behind its <c>{</c>.</summary>
    /// <returns>The offset of its <c>}</c>; the text's length when there is none.</returns>
    private int CopyExpression(int from)
    {
        if (++_depth > Deepest)
        {
            _faults.Add(new LiteralFault(from, "XML literals are nested too deep", ""));
            return _text.Length;
        }

        _chunks.Add((_out.Length, from));
        var end = Copy(from, until: '}');
        _depth--;
        return end;
    }

    /// <summary>Copies script text, literals replaced, up to a bracket that was not opened in it.</summary>
    private int Copy(int from, char until)
    {
        var tokens = new TokenTrail();
        var at = from;
        while (at < _text.Length && _faults.Count == 0)
        {
            var c = _text[at];
            if (c == until && tokens.IsOutermost)
            {
                return at;
            }

            if (c == '<' && tokens.WantsOperand && BeginsXml(at, tokens))
            {
                at = _xml.Read(at);
                _chunks.Add((_out.Length, at));
                tokens.Operand();
                continue;
            }

            var end = c == '`' ? CopyTemplate(at) : ScriptTokens.End(_text, at, tokens.WantsOperand);
            if (c != '`')
            {
                tokens.Take(_text.AsSpan(at, end - at));
                _out.Append(_text, at, end - at);
            }
            else
            {
                tokens.Operand();
            }

            at = end;
        }

        return _text.Length;
    }

    // Only what stands in ${…} is script.
    private int CopyTemplate(int from)
    {
        var at = from + 1;
        _out.Append('`');
        while (at < _text.Length)
        {
            var c = _text[at];
            if (c == '\\' && at + 1 < _text.Length)
            {
                _out.Append(_text, at, 2);
                at += 2;
            }
            else if (c == '$' && at + 1 < _text.Length && _text[at + 1] == '{' && _depth < Deepest)
            {
                _out.Append("${");
                at = CopyExpression(at + 2);
            }
            else
            {
                _out.Append(c);
                at++;
                if (c == '`')
                {
                    break;
                }
            }
        }

        return at;
    }

    private bool BeginsXml(int at, TokenTrail tokens)
    {
        var next = at + 1 < _text.Length ? _text[at + 1] : '\0';
        return next is '>' or '{' or '?' or '_' || char.IsLetter(next)
            || (next == '!' && (Follows(at, "<![CDATA[") || (Follows(at, "<!--") && !tokens.IsAtStatement)));
    }

    private bool Follows(int at, string what) => string.CompareOrdinal(_text, at, what, 0, what.Length) == 0;
}
