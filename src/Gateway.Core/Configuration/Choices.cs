using System.Collections.Immutable;

namespace Gateway.Core.Configuration;

/// <summary>The words that a key may be set to.</summary>
/// <param name="allowed">The words with what they mean.</param>
/// <param name="notYet">Words that mean something, but are not yet supported.</param>
/// <param name="hint">What to do about one of those.</param>
/// <typeparam name="T">What the words mean.</typeparam>
internal sealed class Choices<T>(ImmutableArray<(string Word, T Value)> allowed, ImmutableArray<string> notYet = default, string hint = "")
    where T : struct, Enum
{
    /// <summary>The words as a sentence has them.</summary>
    public string Form { get; } = allowed.Length < 2
        ? string.Concat(allowed.Select(pair => $"\"{pair.Word}\""))
        : $"{string.Join(", ", allowed[..^1].Select(pair => $"\"{pair.Word}\""))} or \"{allowed[^1].Word}\"";

    /// <summary>What a word means, or the default, with the problem reported.</summary>
    public T Read(string word, T ifBad, string key, TableReader table)
    {
        foreach (var (allowedWord, value) in allowed)
        {
            if (word == allowedWord)
            {
                return value;
            }
        }

        var place = table.PlaceOf(key);
        if (!notYet.IsDefault && notYet.Contains(word))
        {
            table.Problems.Error(place, $"{key} = \"{word}\" in {table.What} is not yet supported", hint);
            return ifBad;
        }

        var words = allowed.Select(pair => pair.Word).ToArray();
        var meant = Nearest.To(word, words) is { } nearest ? $"Did you mean \"{nearest}\"? " : "";
        table.Problems.Error(place, $"'{key}' in {table.What} cannot be \"{word}\"",
            $"{meant}It may be: {string.Join(", ", words.Select(allowedWord => $"\"{allowedWord}\""))}.");
        return ifBad;
    }

    /// <summary>The word for a value.</summary>
    public string Word(T value) => allowed.First(pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Word;
}
