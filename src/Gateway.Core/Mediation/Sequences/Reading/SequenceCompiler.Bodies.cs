using System.Collections.Immutable;
using System.Xml.Linq;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Mediation.Sequences.Steps;

namespace Gateway.Core.Mediation.Sequences.Reading;

/// <summary>Mediators that make or show bodies: <c>payloadFactory</c>, <c>makefault</c>, <c>log</c>, and <c>rewrite</c>.</summary>
internal sealed partial class SequenceCompiler
{
    private void AddPayload(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "media-type", "escapeXmlChars", "template-type");
        if ((string?)element.Attribute("template-type") is { } template && !template.Equals("default", StringComparison.OrdinalIgnoreCase) && !template.Equals("regex", StringComparison.OrdinalIgnoreCase))
        {
            Error(file, element.Attribute("template-type")!, $"templates of type {template} are not supported", "Write the format with $1, $2 and <args>.");
            return;
        }

        PayloadKind? kind = ((string?)element.Attribute("media-type"))?.Trim().ToLowerInvariant() switch
        {
            null or "xml" => PayloadKind.Xml,
            "json" => PayloadKind.Json,
            "text" => PayloadKind.Text,
            _ => null,
        };
        if (kind is not { } known)
        {
            Error(file, element.Attribute("media-type")!, $"the media-type {element.Attribute("media-type")!.Value} is not supported", "There are xml, json and text.");
            return;
        }

        if (FormatOf(file, element, known) is not { } text)
        {
            return;
        }

        var arguments = Arguments(file, element);
        var format = new PayloadFormat(known, text);
        if (text.Contains("${", StringComparison.Ordinal))
        {
            Error(file, Child(element, "format")!, "Synapse expressions in a format are not supported", "Write $1 in the format, and the expression as <arg>.");
        }
        else if (arguments is { } all && (format.Most > all.Length || format.HasZero))
        {
            Error(file, Child(element, "format")!, $"the format has a place ${(format.HasZero ? 0 : format.Most)}, but there are {all.Length} arguments", "Add an <arg> for each; the first is $1.");
        }
        else if (arguments is { } some)
        {
            _steps.Add(new PayloadStep(PlaceOf(file, element), format, some));
        }
    }

    private string? FormatOf(CatalogFile file, XElement element, PayloadKind kind)
    {
        if (Child(element, "format") is not { } format)
        {
            Error(file, element, "<payloadFactory> has no format", "Add <format>…</format>.");
            return null;
        }

        if (format.Attribute("key") is { } key)
        {
            var path = key.Value[(key.Value.LastIndexOf(':') + 1)..].TrimStart('/');
            var folder = file.Path.LastIndexOf('/');
            return _files.Take(folder < 0 ? path : file.Path[..(folder + 1)] + path, PlaceOf(file, key), _problems)?.Text;
        }

        if (kind != PayloadKind.Xml || format.Elements().FirstOrDefault() is not { } first)
        {
            return format.Value;
        }

        var copy = new XElement(first);
        copy.DescendantNodesAndSelf().OfType<XText>().Where(text => string.IsNullOrWhiteSpace(text.Value)).Remove();

        // A bare fragment may stand in Synapse's own namespace: what it makes does not.
        return copy.ToString(SaveOptions.DisableFormatting);
    }

    private ImmutableArray<PayloadArgument>? Arguments(CatalogFile file, XElement element)
    {
        var arguments = ImmutableArray.CreateBuilder<PayloadArgument>();
        var isGood = true;
        foreach (var argument in Child(element, "args")?.Elements() ?? [])
        {
            CheckAttributes(file, argument, "value", "expression", "evaluator", "literal");
            var isJson = (string?)argument.Attribute("evaluator") == "json";
            var value = isJson && argument.Attribute("expression") is { } json && !json.Value.TrimStart().StartsWith("json-eval(", StringComparison.Ordinal)
                ? ExpressionReader.Read($"json-eval({json.Value.Trim()})", argument, PlaceOf(file, json), _problems)
                : Value(file, argument);
            if (value is null)
            {
                isGood = false;
                if (argument.Attribute("expression") is null)
                {
                    Error(file, argument, "an argument has no value", "Add value=\"…\" or expression=\"…\".");
                }

                continue;
            }

            arguments.Add(new PayloadArgument(value, isJson || value is MessageExpression.OfJson, (string?)argument.Attribute("literal") == "true"));
        }

        return isGood ? arguments.ToImmutable() : null;
    }

    private void AddFault(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "version", "response");
        FaultForm? form = ((string?)element.Attribute("version"))?.ToLowerInvariant() switch
        {
            null => FaultForm.OfMessage,
            "soap11" => FaultForm.Soap11,
            "soap12" => FaultForm.Soap12,
            "pox" => FaultForm.Pox,
            _ => null,
        };
        if (form is not { } known)
        {
            Error(file, element.Attribute("version")!, $"the version {element.Attribute("version")!.Value} of a fault does not exist", "There are soap11, soap12 and pox.");
            return;
        }

        var code = Child(element, "code");
        var reason = Child(element, "reason");
        if (known != FaultForm.Pox && (code is null || reason is null))
        {
            Error(file, element, $"a fault has no {(code is null ? "code" : "reason")}", "Add <code value=\"…\"/> and <reason value=\"…\"/>.");
            return;
        }

        var detail = Child(element, "detail");
        var name = (string?)code?.Attribute("value");
        var colon = name?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        _steps.Add(new FaultStep(PlaceOf(file, element), known, code is null ? null : Value(file, code), reason is null ? null : Value(file, reason))
        {
            CodeName = name is null ? null : colon > 0 && ExpressionReader.SpacesOf(code!).TryGetValue(name[..colon], out var space) ? XName.Get(name[(colon + 1)..], space) : XName.Get(System.Xml.XmlConvert.EncodeLocalName(name[(colon + 1)..])),
            Role = Child(element, "role")?.Value ?? "",
            Node = Child(element, "node")?.Value ?? "",
            Detail = detail is null ? null : detail.Attribute("expression") is not null ? Expression(file, detail, "expression") : new MessageExpression.Literal(detail.Value),
            DetailElements = detail is null || detail.Attribute("expression") is not null ? [] : [.. detail.Elements().Select(child => new XElement(child))],
            IsResponse = (string?)element.Attribute("response") != "false",
        });
    }

    private void AddLog(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "level", "separator", "category");
        LogLevel? level = (string?)element.Attribute("level") switch
        {
            null or "simple" => LogLevel.Simple,
            "headers" => LogLevel.Headers,
            "full" => LogLevel.Full,
            "custom" => LogLevel.Custom,
            _ => null,
        };
        LogCategory? category = ((string?)element.Attribute("category"))?.ToUpperInvariant() switch
        {
            null or "INFO" => LogCategory.Information,
            "DEBUG" => LogCategory.Debug,
            "TRACE" => LogCategory.Trace,
            "WARN" => LogCategory.Warning,
            "ERROR" or "FATAL" => LogCategory.Error,
            _ => null,
        };
        if (level is null || category is null)
        {
            Error(file, element, "this level or category of a log does not exist", "Levels are simple, headers, full and custom; categories INFO, DEBUG, TRACE, WARN, ERROR and FATAL.");
            return;
        }

        var properties = ImmutableArray.CreateBuilder<(string, MessageExpression)>();
        foreach (var property in element.Elements())
        {
            if (property.Name.LocalName != "property")
            {
                Error(file, property, $"<{property.Name.LocalName}> of <log> is not supported", "Add what it says as <property name=\"…\" expression=\"…\"/>.");
            }
            else if (Required(file, property, "name") is { } name && Value(file, property) is { } value)
            {
                var isSecret = LogStep.IsSecret((string?)property.Attribute("expression") ?? "");
                properties.Add((name, isSecret ? new LogStep.SecretExpression() : value));
            }
        }

        var separator = ((string?)element.Attribute("separator") ?? ", ").Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal);
        _steps.Add(new LogStep(PlaceOf(file, element), level.Value, category.Value, separator, properties.ToImmutable()));
    }

    private void AddRewrite(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "inProperty", "outProperty");
        var actions = ImmutableArray.CreateBuilder<Rewriting>();
        foreach (var rule in element.Elements())
        {
            if (Child(rule, "condition") is { } condition)
            {
                Error(file, condition, "the condition of a rewrite rule is not supported", "Put the <rewrite> into a <filter>.");
            }

            foreach (var action in rule.Elements().Where(child => child.Name.LocalName == "action"))
            {
                if (ActionOf(file, action) is { } read)
                {
                    actions.Add(read);
                }
            }
        }

        _steps.Add(new RewriteStep(PlaceOf(file, element), (string?)element.Attribute("inProperty") ?? "", (string?)element.Attribute("outProperty") ?? "", actions.ToImmutable()));
    }

    private Rewriting? ActionOf(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "type", "value", "xpath", "fragment", "regex");
        var fragment = (string?)element.Attribute("fragment") ?? "full";
        var part = AddressParts.Names.IndexOf(fragment);
        RewriteAction? action = ((string?)element.Attribute("type") ?? "set") switch
        {
            "set" => RewriteAction.Set,
            "append" => RewriteAction.Append,
            "prepend" => RewriteAction.Prepend,
            "replace" => RewriteAction.Replace,
            "remove" => RewriteAction.Remove,
            _ => null,
        };
        if (action is not { } known || (part < 0 && fragment != "full"))
        {
            Error(file, element, "this action of a rewrite is not supported", $"Types are set, append, prepend, replace and remove; fragments {string.Join(", ", AddressParts.Names)} and full.");
            return null;
        }

        var value = element.Attribute("xpath") is not null ? Expression(file, element, "xpath")
            : (string?)element.Attribute("value") is { } text ? new MessageExpression.Literal(text)
            : null;
        var pattern = known == RewriteAction.Replace ? Pattern(file, element, "regex", whole: false) : null;
        if ((value is null && known != RewriteAction.Remove && element.Attribute("xpath") is null) || (known == RewriteAction.Replace && element.Attribute("regex") is null))
        {
            Error(file, element, "an action of a rewrite has no value", "Add value=\"…\" or xpath=\"…\", and for a replacement regex=\"…\".");
            return null;
        }

        return new Rewriting(part, known, value, pattern);
    }
}
