using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Mediation.Sequences.Steps;
using Gateway.Core.Scripting;

namespace Gateway.Core.Mediation.Sequences.Reading;

/// <summary>What is done outside: messages sent, answers given, scripts run.</summary>
internal sealed partial class SequenceCompiler
{
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
            _steps.Add(new ScriptStep(PlaceOf(file, element), new SequenceScript(source, function), ScriptNeeds.MayReadBody(text) || function.Length > 0));
        }
    }
}
