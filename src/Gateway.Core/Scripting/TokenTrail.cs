using System.Collections.Frozen;

namespace Gateway.Core.Scripting;

/// <summary>Remembers as much of the tokens passed as tells whether an operand or an operator is to come.</summary>
internal sealed class TokenTrail
{
    private static readonly FrozenSet<string> BeforeOperands = new[]
    {
        "return", "typeof", "instanceof", "in", "of", "new", "delete", "void", "throw", "case", "do", "else", "yield", "await",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> BeforeConditions = new[] { "if", "while", "for", "with" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly Stack<Bracket> _open = new();
    private string _last = "";
    private bool _afterDot;

    private enum Bracket
    {
        /// <summary><c>( … )</c> that is an operand, or <c>[ … ]</c>.</summary>
        Operand,

        /// <summary>What follows <c>if</c> and its like: a statement comes behind it.</summary>
        Condition,

        /// <summary>A block or function body.</summary>
        Block,

        /// <summary>An object literal.</summary>
        Object,
    }

    /// <summary>Whether an expression is to begin.</summary>
    public bool WantsOperand { get; private set; } = true;

    /// <summary>Whether a statement is to begin.</summary>
    public bool IsAtStatement => _last is "" or ";" or "{" or "}" or ")";

    /// <summary>Whether every bracket is closed.</summary>
    public bool IsOutermost => _open.Count == 0;

    /// <summary>An operand has been passed.</summary>
    public void Operand() => (WantsOperand, _last, _afterDot) = (false, "x", false);

    /// <summary>Passes a token.</summary>
    public void Take(ReadOnlySpan<char> token)
    {
        if (char.IsWhiteSpace(token[0]) || token.StartsWith("//") || token.StartsWith("/*") || token.StartsWith("<!--"))
        {
            return;
        }

        var isMember = _afterDot;
        _afterDot = token is "." or "?.";
        switch (token[0])
        {
            case '"' or '\'':
            case '/' when token.Length > 1:
                WantsOperand = false;
                break;
            case var c when ScriptTokens.IsWordPart(c):
                WantsOperand = !isMember && BeforeOperands.Contains(token.ToString());
                break;
            case '(':
                _open.Push(!isMember && BeforeConditions.Contains(_last) ? Bracket.Condition : Bracket.Operand);
                WantsOperand = true;
                break;
            case '[':
                _open.Push(Bracket.Operand);
                WantsOperand = true;
                break;
            case '{':
                _open.Push(WantsOperand && !IsAtStatement && _last is not ("=>" or "else" or "do") ? Bracket.Object : Bracket.Block);
                WantsOperand = true;
                break;
            case ')' or ']' or '}':
                WantsOperand = _open.TryPop(out var bracket) && bracket is Bracket.Condition or Bracket.Block;
                break;
            case '+' or '-' when token.Length == 2:
                break;
            default:
                WantsOperand = true;
                break;
        }

        _last = token.Length > 12 ? "x" : token.ToString();
    }
}
