using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Mediation.Sequences.Steps;
using Gateway.Core.Scripting;

namespace Gateway.Core.Mediation.Sequences.Reading;

/// <summary>Branches, other sequences, and how a flow ends.</summary>
internal sealed partial class SequenceCompiler
{
    private void AddFilter(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "source", "regex", "xpath");
        var condition = element.Attribute("xpath") is not null ? Expression(file, element, "xpath") : Expression(file, element, "source");
        var pattern = element.Attribute("xpath") is null ? Pattern(file, element, "regex", whole: true) : null;
        if (element.Attribute("xpath") is null && (element.Attribute("source") is null || element.Attribute("regex") is null))
        {
            Error(file, element, "<filter> has no condition", "Add xpath=\"…\", or source=\"…\" and regex=\"…\".");
        }

        // What cannot be read has been reported: its branches are read for their own problems.
        var filter = new FilterStep(PlaceOf(file, element), condition ?? new MessageExpression.Literal(""), pattern);
        _steps.Add(filter);
        var then = Child(element, "then");
        var otherwise = Child(element, "else");
        if (then is null && otherwise is null)
        {
            AddAll(file, element);
            filter.Else = _steps.Count;
            return;
        }

        foreach (var other in element.Elements().Where(child => child != then && child != otherwise))
        {
            Error(file, other, $"<{other.Name.LocalName}> stands in a filter outside its branches", "Move it into <then> or <else>.");
        }

        if (then is not null)
        {
            AddBranch(file, then);
        }

        var end = new JumpStep(PlaceOf(file, element));
        if (otherwise is null)
        {
            filter.Else = _steps.Count;
            return;
        }

        _steps.Add(end);
        filter.Else = _steps.Count;
        AddBranch(file, otherwise);
        end.Target = _steps.Count;
    }

    private void AddSwitch(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "source");
        var source = Required(file, element, "source") is null ? null : Expression(file, element, "source");
        var choice = new SwitchStep(PlaceOf(file, element), source ?? new MessageExpression.Literal(""));
        _steps.Add(choice);
        var ends = new List<JumpStep>();
        var cases = ImmutableArray.CreateBuilder<(Regex, int)>();
        XElement? byDefault = null;
        foreach (var branch in element.Elements())
        {
            switch (branch.Name.LocalName)
            {
                case "case":
                    CheckAttributes(file, branch, "regex");
                    if (Required(file, branch, "regex") is not null && Pattern(file, branch, "regex", whole: true) is { } pattern)
                    {
                        cases.Add((pattern, _steps.Count));
                    }

                    AddAll(file, branch);
                    var end = new JumpStep(PlaceOf(file, branch));
                    _steps.Add(end);
                    ends.Add(end);
                    break;
                case "default":
                    byDefault ??= branch;
                    break;
                default:
                    Error(file, branch, $"<{branch.Name.LocalName}> stands in a switch outside its cases", "Move it into <case regex=\"…\"> or <default>.");
                    break;
            }
        }

        choice.Default = _steps.Count;
        if (byDefault is not null)
        {
            AddAll(file, byDefault);
        }

        choice.Cases = cases.ToImmutable();
        ends.ForEach(end => end.Target = _steps.Count);
    }

    private void AddBranch(CatalogFile file, XElement branch)
    {
        CheckAttributes(file, branch, "sequence");
        if ((string?)branch.Attribute("sequence") is { } key)
        {
            AddNamed(file, branch.Attribute("sequence")!, key);
        }
        else
        {
            AddAll(file, branch);
        }
    }

    private void AddUse(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "key", "name", "onError", "trace", "statistics");
        if ((string?)element.Attribute("key") is { } key)
        {
            AddNamed(file, element.Attribute("key")!, key);
        }
        else
        {
            AddAll(file, element);
        }
    }

    // Written out where it is used: a program has no calls, and so cannot run in a circle.
    private void AddNamed(CatalogFile file, XAttribute at, string key)
    {
        var path = PathOf(file, key);
        if (key.StartsWith('{'))
        {
            Error(file, at, "the key of a sequence cannot be an expression", "Choose between several with a <switch>.");
        }
        else if (_open.Count >= DeepestUse || _open.Contains(_named.ContainsKey(key) ? key : path))
        {
            Error(file, at, $"the sequence {key} leads back to itself, or is used more than {DeepestUse} deep", "Take the circle out.");
        }
        else if (_named.TryGetValue(key, out var named))
        {
            _open.Push(key);
            AddSequence(named.File, named.Element);
            _open.Pop();
        }
        else if (_files.Take(path, PlaceOf(file, at), _problems) is { } other)
        {
            Add(other, ImmutableSortedDictionary<string, string>.Empty);
        }
    }

    // "conf:customsequences/in/log.xml" or a name: a file beside the one that uses it.
    private static string PathOf(CatalogFile file, string key)
    {
        var name = key[(key.LastIndexOf(':') + 1)..].TrimStart('/');
        var folder = file.Path.LastIndexOf('/');
        var beside = folder < 0 ? "" : file.Path[..(folder + 1)];
        return beside + (name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".j2", StringComparison.OrdinalIgnoreCase) ? name : name + ".xml");
    }

    private void AddEnd(CatalogFile file, XElement element)
    {
        var place = PlaceOf(file, element);
        switch (element.Name.LocalName)
        {
            case "respond":
                CheckAttributes(file, element);
                _steps.Add(new EffectStep(place, new MediationEffect.Respond(RunsOut: false), needsBody: _flow != FlowKind.Out));
                break;
            case "loopback":
                CheckAttributes(file, element);
                _steps.Add(new EffectStep(place, new MediationEffect.Respond(RunsOut: _flow == FlowKind.In), needsBody: _flow != FlowKind.Out));
                break;
            case "drop":
                CheckAttributes(file, element);
                _steps.Add(new EffectStep(place, MediationEffect.Drop.Instance, needsBody: false));
                break;
            default:
                AddSend(file, element);
                break;
        }
    }

    private void AddSend(CatalogFile file, XElement element)
    {
        var isCall = element.Name.LocalName == "call";
        var place = PlaceOf(file, element);
        if (isCall)
        {
            CheckAttributes(file, element, "blocking");
        }
        else
        {
            CheckAttributes(file, element, "buildmessage");
        }

        foreach (var other in element.Elements().Where(child => child.Name.LocalName != "endpoint"))
        {
            Error(file, other, $"<{other.Name.LocalName}> of <{element.Name.LocalName}> is not supported",
                isCall ? "The message itself is sent, and the answer is the message; set it with payloadFactory or enrich before." : "Take it out.");
        }

        var target = SendTarget.OfApi;
        if (Child(element, "endpoint") is { } endpoint)
        {
            if (EndpointXml.Read(file, endpoint, _draft, _problems) is not { } name)
            {
                return;
            }

            target = new SendTarget(name);
        }

        if (isCall)
        {
            _steps.Add(new EffectStep(place, new MediationEffect.Call(target), needsBody: false));
        }
        else if (_flow == FlowKind.In)
        {
            _steps.Add(new EffectStep(place, new MediationEffect.Send(target), needsBody: false));
        }
        else if (target == SendTarget.OfApi)
        {
            // In the other flows it sends the answer to the client.
            _steps.Add(new EffectStep(place, new MediationEffect.Respond(RunsOut: false), needsBody: false));
        }
        else
        {
            Error(file, element, "<send> to an endpoint can only stand in the In flow", "Use <call>: it waits for the answer, and the flow goes on with it.");
        }
    }

    private void AddThrow(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "type", "errorMessage");
        var message = (string?)element.Attribute("errorMessage") ?? "";
        MessageExpression? text = message switch
        {
            "" => new MessageExpression.Literal("Error occurred in the mediation flow"),
            ['{', .., '}'] => ExpressionReader.Read(message[1..^1], element, PlaceOf(file, element.Attribute("errorMessage")!), _problems),
            _ => new MessageExpression.Literal(message),
        };
        if (text is not null)
        {
            _steps.Add(new ThrowStep(PlaceOf(file, element), (string?)element.Attribute("type") is { Length: > 0 } type ? type : "ANY", text));
        }
    }

    private void AddScript(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "language", "key", "function");
        if ((string?)element.Attribute("language") is not ("js" or "rhinoJs" or "nashornJs" or "javascript"))
        {
            Error(file, element, $"scripts in the language {(string?)element.Attribute("language") ?? "(none)"} cannot be run", "Write it in JavaScript: language=\"js\".");
            return;
        }

        foreach (var include in element.Elements())
        {
            Error(file, include, $"<{include.Name.LocalName}> of <script> is not supported", "Write the scripts into one.");
        }

        var function = (string?)element.Attribute("function") ?? "";
        if (element.Attribute("key") is { } key)
        {
            var path = key.Value[(key.Value.LastIndexOf(':') + 1)..].TrimStart('/');
            var folder = file.Path.LastIndexOf('/');
            if (_files.Take(folder < 0 ? path : file.Path[..(folder + 1)] + path, PlaceOf(file, key), _problems) is { } script)
            {
                AddScript(file, element, script.Shown, script.Text, 1, function.Length > 0 ? function : "mediate");
            }

            return;
        }

        var first = element.Nodes().OfType<XText>().FirstOrDefault();
        AddScript(file, element, file.Shown, element.Value, first is null ? PlaceOf(file, element).Line : PlaceOf(file, first).Line, function);
    }

    private void AddScript(CatalogFile file, XElement element, string shown, string text, int line, string function)
    {
        if (function.Length > 0 && !function.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '$'))
        {
            Error(file, element, $"\"{function}\" cannot be the name of a function", "Write its name alone: function=\"mediate\".");
            return;
        }

        var read = ScriptReader.Read(shown, text);
        foreach (var fault in read.Faults)
        {
            // Of the script's first line, only the file knows where it begins.
            _problems.Error(new SourcePlace(shown, line + fault.Line - 1, fault.Line > 1 || line == 1 ? fault.Column : 0), fault.Message, fault.Hint);
        }

        if (read.Source is { } source)
        {
            // A script asks for what it needs in its own words: these are all that lead to the body.
            var readsBody = text.Contains("Payload", StringComparison.Ordinal) || text.Contains("Envelope", StringComparison.Ordinal) || text.Contains("JsonText", StringComparison.Ordinal);
            _steps.Add(new ScriptStep(PlaceOf(file, element), new SequenceScript(source, function), readsBody));
        }
    }
}
