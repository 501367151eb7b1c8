using System.Buffers;
using System.Collections.Immutable;

namespace Gateway.Core.Routing;

/// <summary>
/// Matches a text against literals, variables and wildcards; earlier variables take as little as the rest allows. Allocates nothing.
/// </summary>
internal sealed class TemplateMatcher(ImmutableArray<TemplatePart> parts)
{
    /// <summary>RFC 3986 section 2.2; <c>{x}</c> stops at them, as in WSO2.</summary>
    private static readonly SearchValues<char> Reserved = SearchValues.Create(":/?#[]@!$&'()*+,;=");

    public ImmutableArray<TemplatePart> Parts => parts;

    /// <summary>Whether the whole of <paramref name="text"/> matches.</summary>
    /// <param name="text">What is to be matched, in canonical form.</param>
    /// <param name="captures">Takes what each part matched, by the part's index, if it is as long as the parts; or empty.</param>
    public bool Matches(ReadOnlySpan<char> text, Span<Range> captures)
    {
        // Two places to come back to are enough. A {+x} or * can always take more, so what came before the last one never has to
        // change; and of the {x} behind it the last can end wherever an earlier one that took more would let it end.
        var simple = Choice.None;
        var any = Choice.None;
        var at = 0;
        for (var part = 0; ;)
        {
            if (part == parts.Length ? at == text.Length : parts[part].Kind == TemplatePartKind.Rest && IsRest(text, at))
            {
                return true;
            }

            if (part < parts.Length)
            {
                var (kind, literal) = parts[part];
                if (kind == TemplatePartKind.Literal)
                {
                    if (text[at..].StartsWith(literal))
                    {
                        at += literal.Length;
                        part++;
                        continue;
                    }
                }
                else if (kind != TemplatePartKind.Rest)
                {
                    ref var choice = ref kind == TemplatePartKind.Variable ? ref simple : ref any;
                    choice = new Choice(part, at, kind == TemplatePartKind.Variable ? EndOfRun(text, at) : text.Length);
                    if (kind != TemplatePartKind.Variable)
                    {
                        simple = Choice.None;
                    }

                    if (Take(ref choice, text, kind == TemplatePartKind.Wildcard ? at : at + 1, captures))
                    {
                        at = choice.End;
                        part++;
                        continue;
                    }
                }
            }

            if (Take(ref simple, text, simple.End + 1, captures))
            {
                at = simple.End;
                part = simple.Part + 1;
            }
            else if (Take(ref any, text, any.End + 1, captures))
            {
                at = any.End;
                part = any.Part + 1;
            }
            else
            {
                return false;
            }
        }
    }

    private static bool IsRest(ReadOnlySpan<char> text, int at) => at == text.Length || text[at] == '/';

    private static int EndOfRun(ReadOnlySpan<char> text, int at)
    {
        var run = text[at..].IndexOfAny(Reserved);
        return run < 0 ? text.Length : at + run;
    }

    /// <summary>Lets the chosen part end at the first place from <paramref name="from"/> on where the next part can begin.</summary>
    private bool Take(ref Choice choice, ReadOnlySpan<char> text, int from, Span<Range> captures)
    {
        if (choice.Part < 0)
        {
            return false;
        }

        var end = from > choice.Limit ? -1 : FirstEnd(choice.Part + 1, text, from, choice.Limit);
        if (end < 0)
        {
            choice = Choice.None;
            return false;
        }

        choice.End = end;
        if (!captures.IsEmpty)
        {
            captures[choice.Part] = choice.Start..end;
        }

        return true;
    }

    private int FirstEnd(int next, ReadOnlySpan<char> text, int from, int limit)
    {
        if (next == parts.Length)
        {
            return limit == text.Length ? limit : -1;
        }

        if (parts[next].IsVariable || parts[next].Kind == TemplatePartKind.Wildcard)
        {
            return from;
        }

        var literal = parts[next].Kind == TemplatePartKind.Rest ? "/" : parts[next].Text;
        var found = text[from..Math.Min(text.Length, limit + literal.Length)].IndexOf(literal);
        if (found >= 0)
        {
            return from + found;
        }

        return parts[next].Kind == TemplatePartKind.Rest && limit == text.Length ? limit : -1;
    }

    /// <summary>A variable or wildcard that may yet take more: from where, how far at most, and to where it does now.</summary>
    private struct Choice(int part, int start, int limit)
    {
        public static Choice None => new(-1, 0, 0);

        public readonly int Part => part;

        public readonly int Start => start;

        public readonly int Limit => limit;

        public int End { get; set; }
    }
}
