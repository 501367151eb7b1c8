using System.Text.RegularExpressions;
using Tomlyn;
using Tomlyn.Parsing;

namespace Gateway.Core.Configuration.Toml;

/// <summary>
/// TOML text to a tree that remembers places, from Tomlyn's parser events. Not its <c>TomlTable</c>, which loses all but the last
/// run of interleaved lists of tables, and not its syntax tree, which takes many times the time and memory.
/// </summary>
internal static partial class TomlTree
{
    /// <summary>Longest text read, in characters.</summary>
    public const int MaximumLength = 64 * 1024 * 1024;

    /// <summary>How deep tables and lists may be nested.</summary>
    public const int MaximumDepth = 64;

    // Each is looked for in all that is left of the text.
    private const int MostFaults = 20;

    /// <summary>Reads a whole file. Null when it is not TOML; keys set twice are problems, but do not end the reading.</summary>
    public static TableNode? Read(string file, string text, ProblemList problems)
    {
        if (text.Length > MaximumLength)
        {
            problems.Error(new SourcePlace(file, 0, 0), $"the file is longer than {MaximumLength / (1024 * 1024)} MiB",
                "Move APIs to a gateway of their own, or remove what is not needed.");
            return null;
        }

        if (text.StartsWith('\uFEFF'))
        {
            text = text[1..];
        }

        var builder = new TomlTreeBuilder(file, text, problems);
        if (Fault(text, builder) is not { } fault)
        {
            return builder.Root;
        }

        Report(file, fault, 0, problems);
        FindMore(file, text, fault.Line ?? text.Length, problems);
        return null;
    }

    /// <summary>Looks on where the next table begins: what is wrong up to there may well follow from the first fault.</summary>
    private static void FindMore(string file, string text, int line, ProblemList problems)
    {
        var start = new TextPosition(0, 1);
        for (var more = 1; more < MostFaults; more++)
        {
            start = HeaderScan.NextTable(text, start, line);
            if (start.Offset >= text.Length || Fault(text[start.Offset..], builder: null) is not { Line: { } found } fault)
            {
                return;
            }

            Report(file, fault, start.Line - 1, problems);
            line = start.Line - 1 + found;
        }
    }

    private static TomlException? Fault(string text, TomlTreeBuilder? builder)
    {
        var parser = TomlParser.Create(
            text, new TomlParserOptions { Mode = TomlParserMode.Strict, DecodeScalars = true, EagerStringValues = true },
            new TomlSerializerOptions { MaxDepth = MaximumDepth });
        try
        {
            while (parser.MoveNext())
            {
                builder?.Add(parser);
            }
        }
        catch (TomlException broken)
        {
            return broken;
        }

        return null;
    }

    private static void Report(string file, TomlException fault, int linesBefore, ProblemList problems)
    {
        var (message, hint) = Explain(fault.Diagnostics.FirstOrDefault()?.Message ?? fault.Message);
        problems.Error(new SourcePlace(file, fault.Line is { } line ? line + linesBefore : 0, fault.Column ?? 0), message, hint);
    }

    /// <summary>The parser's words in ours. What it quotes from the file is left out: it may be a secret.</summary>
    private static (string Message, string Hint) Explain(string message) => message switch
    {
        _ when message.Contains("while parsing a value", StringComparison.Ordinal) =>
            ("this is not a TOML value", "Text stands in double quotes; numbers, true and false stand without."),
        _ when message.Contains("Missing value", StringComparison.Ordinal) => ("there is no value after '='", "Write one, or remove the key."),
        _ when message.Contains("end-of-line", StringComparison.Ordinal) =>
            ("something follows the value on its line", "A line holds one key with its value; text with blanks stands in double quotes."),
        _ when message.Contains("maximum depth", StringComparison.Ordinal) => ($"tables and lists are nested deeper than {MaximumDepth}", ""),
        _ when message.Contains("parse integer", StringComparison.Ordinal) => ("this number is too large", ""),
        _ when message.StartsWith("Expected `]`", StringComparison.Ordinal) => ("a ']' is missing", "A header, such as [server], and a list end with it."),
        _ => ($"this is not TOML: {Quoted().Replace(message, Elide).TrimEnd('.', ' ', '\n', '\r')}", ""),
    };

    private static string Elide(Match quoted) => quoted.Length > 4 ? "`…`" : quoted.Value;

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Quoted();
}
