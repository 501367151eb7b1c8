using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>Reads a <see cref="JsonPath"/>.</summary>
internal sealed partial class JsonPathParser
{
    private const int MostSteps = 64;

    // Each multiplies what is visited by the depth of the message.
    private const int MostDeepSteps = 3;

    private readonly string _text;
    private int _at;
    private int _nesting;

    private JsonPathParser(string text) => _text = text;

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path, out string error, out int column)
    {
        path = null;
        if (text.Length > JsonPath.Longest)
        {
            (error, column) = ($"it is longer than {JsonPath.Longest} characters", JsonPath.Longest);
            return false;
        }

        var parser = new JsonPathParser(text);
        try
        {
            path = parser.Path();
            (error, column) = ("", 0);
            return true;
        }
        catch (FormatException fault)
        {
            (error, column) = (fault.Message, parser._at + 1);
            return false;
        }
    }

    private JsonPath Path()
    {
        SkipBlanks();
        if (_at == _text.Length)
        {
            throw new FormatException("it is empty");
        }

        if (!Take('$'))
        {
            throw new FormatException("it must begin with '$'");
        }

        var steps = Steps(isWhole: true, out var function);
        SkipBlanks();
        return _at == _text.Length ? new JsonPath(_text, steps, function) : throw new FormatException($"'{_text[_at]}' cannot stand here");
    }

    private ImmutableArray<JsonStep> Steps(bool isWhole, out JsonFunction? function)
    {
        function = null;
        var steps = ImmutableArray.CreateBuilder<JsonStep>();
        while (_at < _text.Length && function is null)
        {
            if (_text[_at] == '[')
            {
                steps.Add(Bracket());
            }
            else if (_text[_at] == '.')
            {
                _at++;
                if (Take('.'))
                {
                    steps.Add(new JsonStep(JsonStepKind.Deep));
                    if (_at < _text.Length && _text[_at] == '[')
                    {
                        continue;
                    }
                }
                else if (isWhole && _text.AsSpan(_at).IsWhiteSpace())
                {
                    // WSO2 takes "$." for "$".
                    _at = _text.Length;
                    break;
                }

                function = Dotted(steps, isWhole);
            }
            else
            {
                break;
            }

            if (steps.Count > MostSteps || steps.Count(step => step.Kind == JsonStepKind.Deep) > MostDeepSteps)
            {
                throw new FormatException($"it has more than {MostSteps} steps, or more than {MostDeepSteps} of them are '..'");
            }
        }

        return steps.ToImmutable();
    }

    private JsonFunction? Dotted(ImmutableArray<JsonStep>.Builder steps, bool isWhole)
    {
        if (Take('*'))
        {
            steps.Add(new JsonStep(JsonStepKind.All));
            return null;
        }

        var start = _at;
        while (_at < _text.Length && IsOfName(_text[_at]))
        {
            _at++;
        }

        var name = _text[start.._at];
        if (name.Length == 0)
        {
            throw new FormatException("a name is missing after '.'");
        }

        if (_at == _text.Length || _text[_at] != '(')
        {
            steps.Add(new JsonStep(JsonStepKind.Name) { Name = name });
            return null;
        }

        if (!isWhole || !_text.AsSpan(_at).StartsWith("()"))
        {
            throw new FormatException(isWhole ? $"the function {name} with arguments is not supported" : "a function may only stand at the end of the whole path");
        }

        if (!JsonFunction.Known.Contains(name))
        {
            throw new FormatException($"there is no function {name}(); there are {string.Join(", ", JsonFunction.Known)}");
        }

        _at += 2;
        return new JsonFunction(name);
    }

    // Jayway ends a name at what is a step's sign, nowhere else.
    private static bool IsOfName(char c) => c is not ('.' or '[' or ']' or '(' or ')' or '\'' or '"' or '*' or '=' or '!' or '<' or '>' or '&' or '|' or ',' or '~')
        && !char.IsWhiteSpace(c);

    private JsonStep Bracket()
    {
        _at++;
        SkipBlanks();
        if (Peek() is '\'' or '"')
        {
            var name = Quoted();
            SkipBlanks();
            if (Peek() == ',')
            {
                throw new FormatException("several names in one bracket are not supported");
            }

            Expect(']');
            return new JsonStep(JsonStepKind.Name) { Name = name };
        }

        if (Take('*'))
        {
            SkipBlanks();
            Expect(']');
            return new JsonStep(JsonStepKind.All);
        }

        if (Take('?'))
        {
            SkipBlanks();
            Expect('(');
            var condition = Or();
            SkipBlanks();
            Expect(')');
            SkipBlanks();
            Expect(']');
            return new JsonStep(JsonStepKind.Filter) { Condition = condition };
        }

        return Numbers();
    }

    private JsonStep Numbers()
    {
        var first = Whole();
        SkipBlanks();
        if (Take(':'))
        {
            SkipBlanks();
            var to = Whole();
            SkipBlanks();
            if (Peek() == ':')
            {
                throw new FormatException("a slice with a step is not supported");
            }

            Expect(']');
            return new JsonStep(JsonStepKind.Slice) { From = first, To = to };
        }

        if (first is not { } index)
        {
            throw new FormatException("a name in quotes, a number, '*' or '?(' must stand in brackets");
        }

        var more = ImmutableArray.CreateBuilder<int>();
        more.Add(index);
        while (Take(','))
        {
            SkipBlanks();
            more.Add(Whole() ?? throw new FormatException("a number is missing"));
            SkipBlanks();
        }

        Expect(']');
        return more.Count == 1 ? new JsonStep(JsonStepKind.Index) { Index = index } : new JsonStep(JsonStepKind.Indexes) { Indexes = more.ToImmutable() };
    }

    private int? Whole()
    {
        var start = _at;
        if (Peek() == '-')
        {
            _at++;
        }

        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }

        return _at == start ? null
            : int.TryParse(_text.AsSpan(start, _at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw new FormatException("this is no whole number that can be counted to");
    }

    private string Quoted()
    {
        var quote = _text[_at++];
        var value = new StringBuilder();
        while (_at < _text.Length && _text[_at] != quote)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
            {
                _at++;
            }

            value.Append(_text[_at++]);
        }

        Expect(quote);
        return value.ToString();
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private bool Take(char c)
    {
        if (Peek() != c || _at == _text.Length)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Take(c))
        {
            throw new FormatException($"a {c} is missing");
        }
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
