using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>The conditions of filters.</summary>
internal sealed partial class JsonPathParser
{
    private const int MostNesting = 16;

    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(100);

    // The longer ones first: "<=" is not "<" and a rest.
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">", "nin", "in", "contains", "size", "empty"];

    private JsonCondition Or()
    {
        var left = And();
        for (SkipBlanks(); TakeWord("||"); SkipBlanks())
        {
            left = new JsonCondition.Or(left, And());
        }

        return left;
    }

    private JsonCondition And()
    {
        var left = Term();
        for (SkipBlanks(); TakeWord("&&"); SkipBlanks())
        {
            left = new JsonCondition.And(left, Term());
        }

        return left;
    }

    private JsonCondition Term()
    {
        SkipBlanks();
        if (++_nesting > MostNesting)
        {
            throw new FormatException($"conditions are nested more than {MostNesting} deep");
        }

        JsonCondition term;
        if (Peek() == '!' && (_at + 1 == _text.Length || _text[_at + 1] != '='))
        {
            _at++;
            term = new JsonCondition.Not(Term());
        }
        else if (Take('('))
        {
            term = Or();
            SkipBlanks();
            Expect(')');
        }
        else
        {
            term = Comparison();
        }

        _nesting--;
        return term;
    }

    private JsonCondition Comparison()
    {
        var left = Operand();
        SkipBlanks();
        if (TakeWord("=~"))
        {
            return new JsonCondition.Matches(left, Pattern());
        }

        foreach (var word in Operators)
        {
            if (TakeWord(word))
            {
                return new JsonCondition.Compare(left, word, Operand());
            }
        }

        return left.Literal is null ? new JsonCondition.Exists(left) : throw new FormatException("a comparison is missing");
    }

    private JsonOperand Operand()
    {
        SkipBlanks();
        var first = Peek();
        if (first is '@' or '$')
        {
            _at++;
            return new JsonOperand(null, Steps(isWhole: false, out _), first == '$');
        }

        if (first is '\'' or '"')
        {
            return new JsonOperand(JsonSerializer.SerializeToElement(Quoted()), [], FromRoot: false);
        }

        // Numbers, words and lists: what JSON takes for a value, with the quotes that Jayway takes.
        var start = _at;
        if (first == '[')
        {
            return new JsonOperand(List(), [], FromRoot: false);
        }

        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '-' or '+' or '.'))
        {
            _at++;
        }

        return new JsonOperand(Json(_text[start.._at], start), [], FromRoot: false);
    }

    private JsonElement List()
    {
        _at++;
        var items = new List<JsonElement>();
        SkipBlanks();
        while (!Take(']'))
        {
            items.Add(Operand().Literal ?? throw new FormatException("a list may only hold literals"));
            SkipBlanks();
            if (Peek() != ']')
            {
                Expect(',');
                SkipBlanks();
            }
        }

        return JsonSerializer.SerializeToElement(items);
    }

    private JsonElement Json(string text, int start)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            _at = start;
            throw new FormatException("a path that begins with '@', a number, a text in quotes, true, false, null or a list must stand here");
        }
    }

    private Regex Pattern()
    {
        SkipBlanks();
        Expect('/');
        var start = _at;
        while (_at < _text.Length && _text[_at] != '/')
        {
            _at += _text[_at] == '\\' ? 2 : 1;
        }

        _at = Math.Min(_at, _text.Length);
        var pattern = _text[start.._at];
        Expect('/');
        var options = RegexOptions.CultureInvariant | (Take('i') ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            return new Regex($"^(?:{pattern})$", options, PatternTime);
        }
        catch (ArgumentException fault)
        {
            throw new FormatException($"its pattern is none: {fault.Message}", fault);
        }
    }

    private bool TakeWord(string word)
    {
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.OrdinalIgnoreCase)
            || (char.IsAsciiLetter(word[0]) && _at + word.Length < _text.Length && char.IsAsciiLetterOrDigit(_text[_at + word.Length])))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }
}
