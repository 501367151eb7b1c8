using System.Collections.Immutable;
using System.Security;
using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;

namespace Gateway.Core.Mediation.Sequences.Reading;

/// <summary>An operation policy of API Manager 4.x: XML with <c>{{parameter}}</c>, which is replaced by a value that cannot break out of its place.</summary>
internal static class PolicyTemplate
{
    public static string Fill(CatalogFile file, ImmutableSortedDictionary<string, string> parameters, ProblemList problems)
    {
        var text = file.Text;
        var filled = new StringBuilder(text.Length);
        var at = 0;
        while (true)
        {
            var open = text.IndexOf('{', at);
            if (open < 0 || open + 1 == text.Length)
            {
                return filled.Append(text, at, text.Length - at).ToString();
            }

            filled.Append(text, at, open - at);
            var end = text[open + 1] switch
            {
                '{' => text.IndexOf("}}", open, StringComparison.Ordinal),
                '%' => text.IndexOf("%}", open, StringComparison.Ordinal),
                '#' => text.IndexOf("#}", open, StringComparison.Ordinal),
                _ => -1,
            };
            if (end < 0)
            {
                filled.Append('{');
                at = open + 1;
                continue;
            }

            switch (text[open + 1])
            {
                case '{':
                    filled.Append(Value(text[(open + 2)..end].Trim(), file, PlaceOf(file, open), parameters, problems));
                    break;
                case '%':
                    problems.Error(PlaceOf(file, open), $"the statement {text[open..(end + 2)]} of a policy's template is not supported",
                        "Only {{parameter}} is replaced: write out the branch that is meant.");
                    break;
            }

            at = end + 2;
        }
    }

    private static string Value(
        string name, CatalogFile file, SourcePlace place, ImmutableSortedDictionary<string, string> parameters, ProblemList problems)
    {
        if (parameters.TryGetValue(name, out var value))
        {
            return SecurityElement.Escape(value).Replace("\n", "&#10;", StringComparison.Ordinal).Replace("\r", "&#13;", StringComparison.Ordinal);
        }

        problems.Error(place, $"the policy's parameter '{name}' has no value",
            $"Give it one where the file is named: {{ file = \"{file.Path}\", parameters = {{ {name} = \"…\" }} }}.");
        return "";
    }

    private static SourcePlace PlaceOf(CatalogFile file, int at)
    {
        var before = file.Text.AsSpan(0, at);
        return file.At(before.Count('\n') + 1, at - before.LastIndexOf('\n'));
    }
}
