using System.Collections.Immutable;
using Gateway.Core.Configuration.Toml;
using Gateway.Core.Mediation.Sequences;
using Gateway.Core.Mediation.Sequences.Reading;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads which sequences run over an API's messages, and the sequences.</summary>
internal static class SequenceFilesReader
{
    private const string Form = "a file, \"sequences/in.xml\", a table { file = \"policy.j2\", parameters = { name = \"value\" } }, or a list of such";

    private const string UseForm = "file, table or list";

    private static readonly BytesKey Limit = new(
        "mediation_limit", ApiDefinition.UsualMediationLimit, 1024, 16 * 1024 * 1024,
        "the most of a body that sequences read. A longer request is answered 413, a longer answer of a backend 502");

    /// <summary>The keys of a file with parameters.</summary>
    public static KeySet UseKeys { get; } = new("sequence",
    [
        Key.Required("file", "file", "the sequence, or the operation policy"),
        new Key("parameters", "table of texts", "{}", "the policy's parameters"),
    ]);

    /// <summary>The keys of an API.</summary>
    public static ImmutableArray<Key> ApiKeys { get; } =
    [
        Key.Optional("in_sequence", UseForm,
            """
            Synapse mediation sequences over the request: a file, `"sequences/in.xml"`; an operation policy with its parameters, `{ file = "addHeader.j2", parameters = { headerName = "X-A" } }`; or a list of these. [What is supported](migrating-from-wso2.md#sequences)
            """),
        Key.Optional("out_sequence", UseForm, "the same over the answer"),
        Key.Optional("fault_sequence", UseForm, "the same where there is none"),
        Limit,
    ];

    /// <summary>The keys of a resource.</summary>
    public static ImmutableArray<Key> ResourceKeys { get; } =
    [
        Key.Optional("request_policies", UseForm, "sequences that run after those of the API, written like them"),
        Key.Optional("response_policies", UseForm, "the same over the answer"),
        Key.Optional("fault_policies", UseForm, "the same where there is none"),
    ];

    /// <summary>The API with its sequences; their programs go into the draft.</summary>
    public static ApiDefinition Read(TableReader api, ApiDefinition read, CatalogDraft draft)
    {
        var own = Flow(api, ApiKeys);
        var resources = ImmutableArray.CreateBuilder<ImmutableArray<Named>[]>();
        var definitions = read.Resources.ToBuilder();
        foreach (var (table, index) in api.Tables("resource", "[[api.resource]]").Select((table, index) => (table, index)))
        {
            var flow = Flow(table.Named($"a resource of {api.What}"), ResourceKeys);
            resources.Add(flow);
            if (index < definitions.Count)
            {
                definitions[index] = definitions[index] with { Policies = FilesOf(flow) };
            }
        }

        read = read with
        {
            Sequences = FilesOf(own),
            Resources = definitions.ToImmutable(),
            MediationLimit = api.Bytes(Limit),
        };
        if (own.Any(files => !files.IsEmpty) || resources.Any(flow => flow.Any(files => !files.IsEmpty)))
        {
            draft.Sequences[read] = new ApiSequences(
                Compile(own, api, draft),
                [.. resources.Select(flow => flow.All(files => files.IsEmpty) ? null : Compile([.. own.Zip(flow, (first, then) => first.AddRange(then))], api, draft))]);
        }

        return read;
    }

    public static void Write(ApiDefinition api, CanonicalToml toml)
    {
        Write(api.Sequences, ApiKeys, toml);
        toml.Bytes(Limit.Name, api.MediationLimit, Limit.ByDefault);
    }

    public static void Write(FlowFiles files, ImmutableArray<Key> keys, CanonicalToml toml)
    {
        Write(files.In, keys[0].Name, toml);
        Write(files.Out, keys[1].Name, toml);
        Write(files.Fault, keys[2].Name, toml);
    }

    private static void Write(ImmutableArray<SequenceUse> files, string key, CanonicalToml toml)
    {
        if (files is [{ Parameters.Count: 0 } only])
        {
            toml.Text(key, only.File);
        }
        else if (!files.IsEmpty)
        {
            toml.Raw(key, $"[{string.Join(", ", files.Select(Text))}]");
        }
    }

    private static string Text(SequenceUse use) => use.Parameters.IsEmpty
        ? CanonicalToml.Quoted(use.File)
        : $"{{ file = {CanonicalToml.Quoted(use.File)}, parameters = {{ {string.Join(", ", use.Parameters.Select(pair => $"{CanonicalToml.Quoted(pair.Key)} = {CanonicalToml.Quoted(pair.Value)}"))} }} }}";

    private static Flows Compile(ImmutableArray<Named>[] flow, TableReader api, CatalogDraft draft)
    {
        var (inFlow, handler) = Compile(flow[0], FlowKind.In, api, draft);
        var (outFlow, _) = Compile(flow[1], FlowKind.Out, api, draft);
        var (fault, _) = Compile(flow[2], FlowKind.Fault, api, draft);
        return new Flows(inFlow, outFlow, fault.IsEmpty ? handler : fault);
    }

    private static (SequenceProgram Program, SequenceProgram Handler) Compile(ImmutableArray<Named> files, FlowKind kind, TableReader api, CatalogDraft draft)
    {
        var program = SequenceCompiler.Compile(files.Select(file => (file.Use, file.Place)), kind, api.Reading.Files, draft, api.Problems, out var handler);
        return (program, handler);
    }

    private static FlowFiles FilesOf(ImmutableArray<Named>[] flow) =>
        flow.All(files => files.IsEmpty) ? FlowFiles.None : new FlowFiles(Uses(flow[0]), Uses(flow[1]), Uses(flow[2]));

    private static ImmutableArray<SequenceUse> Uses(ImmutableArray<Named> files) => [.. files.Select(file => file.Use)];

    private static ImmutableArray<Named>[] Flow(TableReader table, ImmutableArray<Key> keys) =>
        [Files(table, keys[0].Name), Files(table, keys[1].Name), Files(table, keys[2].Name)];

    private static ImmutableArray<Named> Files(TableReader table, string key)
    {
        var value = table.Value(key);
        return value switch
        {
            null => [],
            ArrayNode list => [.. list.Items.Select(item => One(table, key, table.Reading.Placeholders.Resolve(item, table.Scope))).OfType<Named>()],
            _ => One(table, key, value) is { } only ? [only] : [],
        };
    }

    private static Named? One(TableReader table, string key, TomlNode? value)
    {
        switch (value)
        {
            case ScalarNode { Kind: ScalarKind.Text } path:
                return new Named(new SequenceUse(path.Text, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)), path.Place);
            case TableNode node:
                var use = new TableReader(table.Reading, node, $"'{key}' of {table.What}", table.Scope);
                UseKeys.Check(use);
                if (use.TextOrNull("file") is { } file)
                {
                    return new Named(new SequenceUse(file, Parameters(use)), use.PlaceOf("file"));
                }

                if (!use.Has("file"))
                {
                    use.Problems.Error(use.Place, $"{use.What} names no file", $"Write {Form}.");
                }

                return null;
            case { } other:
                table.Problems.Error(other.Place, $"'{key}' in {table.What} cannot hold {other.Description}", $"Write {Form}.");
                return null;
            default:
                return null;
        }
    }

    private static ImmutableSortedDictionary<string, string> Parameters(TableReader use)
    {
        var parameters = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (use.Table("parameters", "parameters = { name = \"value\" }") is { } table)
        {
            foreach (var (name, _) in table.Node.Entries)
            {
                switch (table.Value(name))
                {
                    case ScalarNode { Kind: ScalarKind.Text } text:
                        parameters[name] = text.Text;
                        break;
                    case ScalarNode { Kind: ScalarKind.Boolean } flag:
                        parameters[name] = flag.Integer != 0 ? "true" : "false";
                        break;
                    case ScalarNode { Kind: ScalarKind.Integer } number:
                        parameters[name] = number.Integer.ToString(System.Globalization.CultureInfo.InvariantCulture);
                        break;
                    case { } other:
                        table.Problems.Error(other.Place, $"the parameter '{name}' cannot be {other.Description}", "Write a text in double quotes, a whole number, true or false.");
                        break;
                }
            }
        }

        return parameters.ToImmutable();
    }

    private sealed record Named(SequenceUse Use, SourcePlace Place);
}
