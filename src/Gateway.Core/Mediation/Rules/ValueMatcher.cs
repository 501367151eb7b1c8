using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Gateway.Core.Mediation.Rules;

/// <summary>A <see cref="ValueTest"/> made ready.</summary>
internal sealed class ValueMatcher
{
    private const int LongestPattern = 4096;

    private readonly ImmutableArray<string> _texts;
    private readonly Regex? _regex;

    /// <exception cref="ArgumentException">It holds a regular expression that cannot be used: readers have checked that it does not.</exception>
    public ValueMatcher(ValueTest test)
    {
        Kind = test.Kind;
        _texts = test.Texts;
        if (test.Kind == ValueTestKind.Regex && !TryCompile(test.Texts[0], out _regex, out var error))
        {
            throw new ArgumentException(error, nameof(test));
        }
    }

    public ValueTestKind Kind { get; }

    /// <summary>The texts that it compares with.</summary>
    public ImmutableArray<string> Texts => _texts;

    /// <summary>Reads a regular expression, for the whole of a value. Its time grows with the value's length, never faster.</summary>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? regex, out string error)
    {
        regex = null;
        error = "";
        if (pattern.Length > LongestPattern)
        {
            error = $"it is longer than {LongestPattern} characters";
            return false;
        }

        try
        {
            // Compiled alone first: an unbalanced bracket must not find its partner in what is put around it.
            _ = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            regex = new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            return true;
        }
        catch (NotSupportedException)
        {
            error = "it looks ahead, looks behind, or refers back to a group, which cannot be done in bounded time";
            return false;
        }
        catch (RegexParseException fault)
        {
            error = $"{fault.Message.TrimEnd('.')}";
            return false;
        }
    }

    /// <summary>Whether a value passes.</summary>
    public bool Passes(ReadOnlySpan<char> value)
    {
        switch (Kind)
        {
            case ValueTestKind.Prefix:
                return value.StartsWith(_texts[0], StringComparison.Ordinal);
            case ValueTestKind.Suffix:
                return value.EndsWith(_texts[0], StringComparison.Ordinal);
            case ValueTestKind.Regex:
                return _regex!.IsMatch(value);
            case ValueTestKind.Present:
                return true;
            case ValueTestKind.Absent:
                return false;
            default:
                foreach (var text in _texts)
                {
                    if (value.SequenceEqual(text))
                    {
                        return true;
                    }
                }

                return false;
        }
    }

    /// <summary>Whether a value passes that may not be there.</summary>
    public bool Passes(string? value) => value is null ? Kind == ValueTestKind.Absent : Passes(value.AsSpan());
}
