using System.Collections.Immutable;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;

namespace Gateway.Core.Mediation.Sequences.Reading;

/// <summary>Reads the files of one flow into a program, and reports all that is wrong with them.</summary>
internal sealed partial class SequenceCompiler
{
    /// <summary>The most mediators of one flow.</summary>
    public const int MostSteps = 10_000;

    private const int DeepestUse = 16;

    private readonly NamedFiles _files;
    private readonly ProblemList _problems;
    private readonly CatalogDraft _draft;
    private readonly FlowKind _flow;
    private readonly List<Step> _steps = [];
    private readonly Stack<string> _open = new();
    private readonly Dictionary<string, (CatalogFile File, XElement Element)> _named = new(StringComparer.Ordinal);

    private string? _handler;

    private SequenceCompiler(NamedFiles files, ProblemList problems, CatalogDraft draft, FlowKind flow)
    {
        _files = files;
        _problems = problems;
        _draft = draft;
        _flow = flow;
    }

    /// <summary>Reads a flow.</summary>
    /// <param name="uses">Its files, with the places where they are named.</param>
    /// <param name="flow">Which flow it is.</param>
    /// <param name="files">The files of the configuration.</param>
    /// <param name="draft">The endpoints, which are all read before.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="handler">The flow of the sequence that handles its errors, where one is named: <c>onError</c>.</param>
    public static SequenceProgram Compile(
        IEnumerable<(SequenceUse Use, SourcePlace Place)> uses, FlowKind flow, NamedFiles files, CatalogDraft draft, ProblemList problems,
        out SequenceProgram handler)
    {
        var compiler = new SequenceCompiler(files, problems, draft, flow);
        handler = SequenceProgram.Empty;
        foreach (var (use, place) in uses)
        {
            if (files.Take(use.File, place, problems) is { } file)
            {
                compiler.Add(file, use.Parameters);
            }
        }

        if (compiler._handler is { } found)
        {
            var onError = new SequenceCompiler(files, problems, draft, FlowKind.Fault);
            foreach (var (name, sequence) in compiler._named)
            {
                onError._named[name] = sequence;
            }

            onError._open.Push(found);
            onError.AddSequence(compiler._named[found].File, compiler._named[found].Element);
            handler = onError.Program();
        }

        return compiler.Program();
    }

    private SequenceProgram Program() => _steps.Count == 0 ? SequenceProgram.Empty : new SequenceProgram([.. _steps]);

    private void Add(CatalogFile file, ImmutableSortedDictionary<string, string> parameters)
    {
        var isTemplate = parameters.Count > 0 || file.Path.EndsWith(".j2", StringComparison.OrdinalIgnoreCase);
        var text = isTemplate ? PolicyTemplate.Fill(file, parameters, _problems) : file.Text;
        if (FragmentXml.Read(file, text, _problems) is not { } root)
        {
            return;
        }

        _open.Push(file.Path);
        var elements = root.Elements().ToList();
        if (elements is [{ Name.LocalName: "definitions" } definitions])
        {
            AddDefinitions(file, definitions);
        }
        else if (elements is [{ Name.LocalName: "sequence" } sequence] && sequence.Attribute("key") is null)
        {
            AddSequence(file, sequence);
        }
        else
        {
            AddAll(file, root);
        }

        _open.Pop();
    }

    // A whole Synapse configuration: its sequence "main" is what runs, the others can be called by name.
    private void AddDefinitions(CatalogFile file, XElement definitions)
    {
        XElement? main = null;
        foreach (var element in definitions.Elements())
        {
            var name = (string?)element.Attribute("name") ?? "";
            if (element.Name.LocalName != "sequence")
            {
                Error(file, element, $"<{element.Name.LocalName}> of a Synapse configuration is not taken over", "Only its sequences are: take it out.");
            }
            else if (name == "main")
            {
                main = element;
            }
            else
            {
                _named[name] = (file, element);
            }
        }

        if (main is null)
        {
            Error(file, definitions, "this Synapse configuration has no sequence named main", "Name the sequence that is to run \"main\", or write it in a file of its own.");
            return;
        }

        AddSequence(file, main);
    }

    private void AddSequence(CatalogFile file, XElement sequence)
    {
        CheckSpace(file, sequence);
        CheckAttributes(file, sequence, "name", "onError", "key", "trace", "statistics");
        if ((string?)sequence.Attribute("onError") is { } handler && handler is not "fault")
        {
            AddHandler(file, sequence, handler);
        }

        AddAll(file, sequence);
    }

    private void AddHandler(CatalogFile file, XElement sequence, string handler)
    {
        if (_flow == FlowKind.In && _open.Count == 1 && _named.ContainsKey(handler))
        {
            _handler = handler;
        }
        else
        {
            Error(file, sequence.Attribute("onError")!, $"the error handler '{handler}' of a sequence is not taken over", "Name its file as fault_sequence of the API.");
        }
    }

    private void AddAll(CatalogFile file, XElement parent)
    {
        foreach (var element in parent.Elements())
        {
            if (_steps.Count >= MostSteps)
            {
                Error(file, element, $"the flow has more than {MostSteps} mediators", "");
                return;
            }

            CheckSpace(file, element);
            AddMediator(file, element);
        }

        foreach (var text in parent.Nodes().OfType<XText>().Where(text => !string.IsNullOrWhiteSpace(text.Value)))
        {
            Error(file, text, "text stands where only mediators may", "Take it out, or write it as a comment: <!-- … -->.");
        }
    }

    private void AddMediator(CatalogFile file, XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "property":
                AddProperty(file, element);
                break;
            case "propertygroup":
                CheckAttributes(file, element);
                AddAll(file, element);
                break;
            case "header":
                AddHeader(file, element);
                break;
            case "filter":
                AddFilter(file, element);
                break;
            case "switch":
                AddSwitch(file, element);
                break;
            case "log":
                AddLog(file, element);
                break;
            case "sequence":
                AddUse(file, element);
                break;
            case "in" or "out":
                if ((element.Name.LocalName == "in") == (_flow == FlowKind.In))
                {
                    AddAll(file, element);
                }

                break;
            case "payloadFactory":
                AddPayload(file, element);
                break;
            case "enrich":
                AddEnrich(file, element);
                break;
            case "rewrite":
                AddRewrite(file, element);
                break;
            case "script":
                AddScript(file, element);
                break;
            case "send" or "call" or "respond" or "loopback" or "drop":
                AddEnd(file, element);
                break;
            case "makefault":
                AddFault(file, element);
                break;
            case "throwError":
                AddThrow(file, element);
                break;
            case "class":
                AddClass(file, element);
                break;
            case "builder" or "description" or "comment":
                Idle(file, element);
                break;
            default:
                Refuse(file, element);
                break;
        }
    }
}
