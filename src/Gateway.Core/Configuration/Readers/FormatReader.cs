using System.Collections.Immutable;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads what a backend's messages look like: <c>format</c>, <c>optimize</c> and <c>method</c>.</summary>
internal sealed class FormatReader
{
    private static readonly string[] Verbs = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];

    private static readonly Choices<MessageOptimize> Optimizes = new(
        [("none", MessageOptimize.None), ("mtom", MessageOptimize.Mtom), ("swa", MessageOptimize.Swa)]);

    private readonly WordKey<MessageFormat> _format;

    private FormatReader(MessageFormat byDefault, params MessageFormat[] allowed) => _format = new WordKey<MessageFormat>(
        "format", byDefault, new Choices<MessageFormat>([.. allowed.Select(format => (Word(format), format))]),
        "the form in which it is sent messages, see [below](#formats). WSO2: `format`");

    /// <summary>The key of packing, of the kinds that have it.</summary>
    public static WordKey<MessageOptimize> OptimizeKey { get; } = new("optimize", MessageOptimize.None, Optimizes,
        """
        `"mtom"` or `"swa"`: a SOAP message that is not multipart yet goes out as a package of one part, without being read. What is multipart passes as the client made it. WSO2: `optimize`
        """);

    /// <summary>The key of the verb, of the kinds that have it.</summary>
    public static Key MethodKey { get; } = new("method", "a verb in any letters", "", "the verb it is called with. GET and HEAD go out without a body")
    {
        Otherwise = "the request's own",
    };

    /// <summary>Of kinds whose messages go out as they came.</summary>
    public static FormatReader None { get; } = new(MessageFormat.LeaveAsIs, MessageFormat.LeaveAsIs);

    /// <summary>Of address endpoints.</summary>
    public static FormatReader Any { get; } = new(MessageFormat.LeaveAsIs, Enum.GetValues<MessageFormat>());

    /// <summary>Of SOAP endpoints.</summary>
    public static FormatReader Soap { get; } = new(MessageFormat.Soap11, MessageFormat.Soap11, MessageFormat.Soap12);

    /// <summary>The keys of format and packing.</summary>
    public ImmutableArray<Key> Keys => [_format, OptimizeKey];

    /// <summary>The settings with what the table says; nothing is read that its kind does not have.</summary>
    /// <param name="settings">The settings so far.</param>
    /// <param name="table">The endpoint.</param>
    /// <param name="fixedFormat">The format where the configuration has no say; null: it has.</param>
    public BackendSettings Read(BackendSettings settings, TableReader table, MessageFormat? fixedFormat)
    {
        // Without a choice there are no such keys: whoever sets them has been told.
        var format = this == None ? _format.ByDefault : fixedFormat ?? table.OneOf(_format);
        var optimize = this == None ? MessageOptimize.None : table.OneOf(OptimizeKey);
        if (optimize != MessageOptimize.None && format is MessageFormat.Pox or MessageFormat.Get or MessageFormat.Rest)
        {
            table.Problems.Error(table.PlaceOf("optimize"),
                $"optimize = \"{Optimizes.Word(optimize)}\" in {table.What} needs SOAP messages, and its format is \"{Word(format)}\"",
                "Remove it, or write format = \"soap11\" or \"soap12\".");
        }

        var method = this == Soap || fixedFormat is not null ? "" : Method(table, format);
        return settings with { Format = format, Optimize = optimize, Method = method };
    }

    /// <summary>Writes what is not the kind's default.</summary>
    public void Write(BackendSettings settings, CanonicalToml toml, bool isFixed)
    {
        if (!isFixed)
        {
            toml.Word("format", Word(settings.Format), Word(_format.ByDefault));
        }

        toml.Word("optimize", Optimizes.Word(settings.Optimize), Optimizes.Word(MessageOptimize.None));
        toml.Word("method", settings.Method, "");
    }

    /// <summary>
    /// WSO2's rule: what is left of the path goes behind the address unless the verb is fixed, or the message is SOAP by its format.
    /// </summary>
    public static bool AppendsPath(BackendSettings settings) =>
        settings.Method.Length == 0 && settings.Format is not (MessageFormat.Soap11 or MessageFormat.Soap12);

    private static string Method(TableReader table, MessageFormat format)
    {
        var method = table.TextOrNull("method");
        if (method is null)
        {
            return "";
        }

        var verb = method.ToUpperInvariant();
        if (!Verbs.Contains(verb))
        {
            table.Problems.Error(table.PlaceOf("method"), $"'method' in {table.What} cannot be \"{method}\"",
                $"It may be: {string.Join(", ", Verbs.Select(known => $"\"{known.ToLowerInvariant()}\""))}.");
        }
        else if (format is MessageFormat.Soap11 or MessageFormat.Soap12 or MessageFormat.Get)
        {
            table.Problems.Error(table.PlaceOf("method"),
                $"'method' in {table.What} has no say: messages of format \"{Word(format)}\" go out by {(format == MessageFormat.Get ? "GET" : "POST")}",
                "Remove it, or the format.");
        }

        return verb;
    }

    private static string Word(MessageFormat format) => format switch
    {
        MessageFormat.Soap11 => "soap11",
        MessageFormat.Soap12 => "soap12",
        MessageFormat.Pox => "pox",
        MessageFormat.Get => "get",
        MessageFormat.Rest => "rest",
        _ => "leave-as-is",
    };
}
