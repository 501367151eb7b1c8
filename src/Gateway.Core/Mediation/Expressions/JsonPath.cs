using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Gateway.Core.Configuration;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>
/// A JSONPath in Jayway's dialect, which WSO2 uses in <c>json-eval(…)</c>: read once, evaluated over as many messages as there are.
/// Immutable.
/// </summary>
/// <remarks>
/// Names, indexes from either end, slices, wildcards, <c>..</c>, filters, and at the end one of the functions <c>length()</c>,
/// <c>size()</c>, <c>min()</c>, <c>max()</c>, <c>avg()</c>, <c>sum()</c>, <c>first()</c>, <c>last()</c>, <c>keys()</c>.
/// </remarks>
public sealed class JsonPath
{
    /// <summary>The most characters of a path.</summary>
    public const int Longest = 4096;

    private readonly ImmutableArray<JsonStep> _steps;
    private readonly JsonFunction? _function;

    internal JsonPath(string text, ImmutableArray<JsonStep> steps, JsonFunction? function)
    {
        Text = text;
        _steps = steps;
        _function = function;
        IsDefinite = steps.All(step => step.IsDefinite);
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Whether it can lead to one value at most: it has no wildcard, slice, filter, list of indexes, and no <c>..</c>.</summary>
    public bool IsDefinite { get; }

    /// <summary>Whether it is <c>$</c>: the whole message as it stands.</summary>
    public bool IsWhole => _steps.IsEmpty && _function is null;

    /// <summary>The steps, when each leads to a name or an index and no function follows: such a path can be written to.</summary>
    internal ImmutableArray<JsonStep> Steps => _steps;

    internal bool HasFunction => _function is not null;

    /// <summary>Reads a path.</summary>
    /// <param name="text">The text; a <c>.</c> at its end means nothing, as in WSO2.</param>
    /// <param name="path">The path; null when it cannot be read.</param>
    /// <param name="error">What is wrong, as part of a sentence; empty when nothing is.</param>
    /// <param name="column">Where in <paramref name="text"/>, from 1.</param>
    public static bool TryCompile(string text, [NotNullWhen(true)] out JsonPath? path, out string error, out int column) =>
        JsonPathParser.TryParse(text, out path, out error, out column);

    /// <summary>All values that it leads to, in the message's order.</summary>
    /// <exception cref="ExpressionException">It visits more values than is allowed.</exception>
    public IReadOnlyList<JsonElement> Find(JsonElement root)
    {
        var walk = new JsonWalk(root);
        walk.Follow(_steps, 0, root);
        return walk.Found;
    }

    /// <summary>The text that WSO2 gives for it: a string without its quotes, anything else as JSON; of an indefinite path a list of all it leads to.</summary>
    /// <param name="root">The message.</param>
    /// <returns>Null when a definite path leads nowhere.</returns>
    /// <exception cref="ExpressionException">It visits more values than is allowed.</exception>
    public string? TextIn(JsonElement root)
    {
        if (IsDefinite && _function is null)
        {
            return TryFindOne(root, out var one) ? JsonText.Of(one) : null;
        }

        var found = Find(root);
        if (_function is { } function)
        {
            return function.Of(found, IsDefinite);
        }

        return JsonText.OfList(found);
    }

    /// <summary>Whether it leads to a value that is this text, or to a list of which one is.</summary>
    /// <param name="root">The message.</param>
    /// <param name="value">The text; numbers and truth values are compared as JSON writes them.</param>
    /// <exception cref="ExpressionException">It visits more values than is allowed.</exception>
    public bool Leads(JsonElement root, string value)
    {
        if (_function is not null)
        {
            return TextIn(root) == value;
        }

        if (IsDefinite)
        {
            return TryFindOne(root, out var one) && JsonText.Is(one, value);
        }

        foreach (var found in Find(root))
        {
            if (JsonText.Is(found, value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Follows a definite path.</summary>
    internal bool TryFindOne(JsonElement root, out JsonElement found)
    {
        found = root;
        foreach (var step in _steps)
        {
            if (!step.TryStep(found, out found))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads a path and reports what is wrong with it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="problems">Where problems go.</param>
    /// <returns>Null when there was a problem.</returns>
    internal static JsonPath? Compile(string text, SourcePlace place, ProblemList problems)
    {
        if (TryCompile(text, out var path, out var error, out var column))
        {
            return path;
        }

        problems.Error(place, $"the JSONPath \"{text}\" cannot be read: {error}",
            string.Create(CultureInfo.InvariantCulture, $"Look at its character {column}. It is written like $.order.items[0].name."));
        return null;
    }
}
