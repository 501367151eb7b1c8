using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gateway.Core.Documents;

/// <summary>Reads YAML 1.2: one document, keys that are scalars.</summary>
internal static class YamlDocument
{
    // WSO2 puts whole descriptions on one line; the usual 1024 characters for "key: value" on one line are for keys, not values.
    private const int LongestKey = 1024;

    public static DocumentRead Read(string text, DocumentLimits limits)
    {
        var builder = new DocumentBuilder(limits);
        var anchors = new Dictionary<string, DocumentNode?>(StringComparer.Ordinal);
        var names = new Stack<string?>();
        try
        {
            var parser = new Parser(new Scanner(new StringReader(text), skipComments: true, LongestKey));
            while (!builder.HasFailed && parser.MoveNext())
            {
                Take(parser.Current!, builder, anchors, names);
            }
        }
        catch (YamlException e)
        {
            builder.Fail((int)e.Start.Line, (int)e.Start.Column, $"this is not YAML: {Words(e)}");
        }
        catch (InvalidOperationException)
        {
            // How the parser says that a token it needs never came.
            var end = text.AsSpan().TrimEnd();
            builder.Fail(end.Count('\n') + 1, end.Length - end.LastIndexOf('\n'), "this is not YAML: it ends within a list or map");
        }

        return builder.Result();
    }

    private static void Take(ParsingEvent met, DocumentBuilder builder, Dictionary<string, DocumentNode?> anchors, Stack<string?> names)
    {
        var (line, column) = ((int)met.Start.Line, (int)met.Start.Column);
        switch (met)
        {
            case DocumentStart when builder.Root is not null:
                builder.Fail(line, column, "a second document begins here", "Put each into a file of its own.");
                break;
            case MappingStart or SequenceStart when builder.WantsKey:
                builder.Fail(line, column, "a list or map cannot be a key", "Write a text. If it was to be a placeholder such as {name}, put it in quotes.");
                break;
            case MappingStart or SequenceStart:
                var begun = (NodeEvent)met;
                CheckTag(begun, builder, line, column);
                names.Push(Name(begun));
                if (Name(begun) is { } name)
                {
                    // Known, but not usable before its end: an alias within would stand for itself.
                    anchors[name] = null;
                }

                builder.Open(line, column, met is MappingStart);
                break;
            case MappingEnd or SequenceEnd:
                var node = builder.Close();
                if (names.Pop() is { } ended)
                {
                    anchors[ended] = node;
                }

                break;
            case Scalar scalar:
                TakeScalar(scalar, builder, anchors, line, column);
                break;
            case AnchorAlias alias:
                TakeAlias(alias, builder, anchors, line, column);
                break;
        }
    }

    private static void TakeScalar(Scalar scalar, DocumentBuilder builder, Dictionary<string, DocumentNode?> anchors, int line, int column)
    {
        var isPlain = scalar.Style == ScalarStyle.Plain;
        if (builder.WantsKey)
        {
            builder.Key(line, column, scalar.Value, isPlain && scalar.Value == "<<");
            return;
        }

        CheckTag(scalar, builder, line, column);
        var isText = !isPlain || (!scalar.Tag.IsEmpty && (scalar.Tag.IsNonSpecific || scalar.Tag.Value == "tag:yaml.org,2002:str"));
        var node = CoreSchema.Scalar(line, column, scalar.Value, isText);
        builder.Add(node, 1);
        if (Name(scalar) is { } name)
        {
            anchors[name] = node;
        }
    }

    private static void TakeAlias(AnchorAlias alias, DocumentBuilder builder, Dictionary<string, DocumentNode?> anchors, int line, int column)
    {
        var name = alias.Value.Value;
        if (!anchors.TryGetValue(name, out var node))
        {
            builder.Fail(line, column, $"the alias *{name} stands for nothing: no &{name} comes before it");
        }
        else if (node is null)
        {
            builder.Fail(line, column, $"the alias *{name} stands within what it stands for", "Write out what is meant; a document without end cannot be read.");
        }
        else if (!builder.WantsKey)
        {
            builder.Add(node, node.Size);
        }
        else if (node is DocumentScalar scalar)
        {
            builder.Key(line, column, scalar.Text);
        }
        else
        {
            builder.Fail(line, column, "a list or map cannot be a key", "Write a text.");
        }
    }

    private static string? Name(NodeEvent node) => node.Anchor.IsEmpty ? null : node.Anchor.Value;

    private static void CheckTag(NodeEvent node, DocumentBuilder builder, int line, int column)
    {
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific && !node.Tag.Value.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal))
        {
            builder.Warn(line, column, $"the tag {node.Tag.Value} means nothing here", "The value is read as if it had none.");
        }
    }

    private static string Words(YamlException e)
    {
        var words = e.Message;
        var colon = words.StartsWith('(') ? words.IndexOf("): ", StringComparison.Ordinal) : -1;
        words = (colon < 0 ? words : words[(colon + 3)..]).TrimEnd('.');
        return words.Length == 0 ? "it ends too early" : char.ToLowerInvariant(words[0]) + words[1..];
    }
}
