using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Messages;
using Gateway.Core.Mediation.Sequences;
using Gateway.Edge.Scripting;
using ScriptScope = Gateway.Edge.Scripting.PropertyScope;
using Scope = Gateway.Core.Mediation.Expressions.PropertyScope;

namespace Gateway.Edge.Mediation;

/// <summary>The message of a sequence, as a script's <c>mc</c> sees it.</summary>
internal sealed class ScriptedMessage(MediationRun run) : IScriptMessage
{
    public IEnumerable<string> PropertyNames => run.PropertyNames;

    public PayloadKind BodyKind => run.Body.IsKnown ? run.Body.Kind switch
    {
        Core.Mediation.Messages.BodyKind.Json => PayloadKind.Json,
        Core.Mediation.Messages.BodyKind.Xml => PayloadKind.Xml,
        _ => PayloadKind.Text,
    }
    : PayloadKind.Text;

    public string Body => !run.Body.IsKnown ? "" : BodyKind switch
    {
        PayloadKind.Json => run.Body.JsonBody,
        PayloadKind.Xml => System.Text.Encoding.UTF8.GetString(run.Body.Write(ContentTypes.IsSoap(run.OutgoingMedia) ? ContentTypes.Soap11 : ContentTypes.Xml)),
        _ when run.Body.Kind is Core.Mediation.Messages.BodyKind.Text => run.Body.Text(),
        _ => "",
    };

    public string? Property(string name, ScriptScope scope) => scope == ScriptScope.Addressing
        ? name switch
        {
            "To" => run.To?.Url,
            "SOAPAction" or "Action" => run.Message.Header("SOAPAction"),
            "MessageID" => $"urn:uuid:{run.Message.RequestId}",
            _ => null,
        }
        : MediationRun.TextOf(run.Property(ScopeOf(scope), name));

    public void SetProperty(string name, string? value, ScriptScope scope)
    {
        try
        {
            if (scope == ScriptScope.Addressing)
            {
                SetAddressing(name, value);
            }
            else
            {
                run.SetProperty(ScopeOf(scope), name, value);
            }
        }
        catch (ExpressionException fault)
        {
            Refusal = fault.Message;
            throw;
        }
    }

    public void SetBody(PayloadKind kind, string text)
    {
        switch (kind)
        {
            case PayloadKind.Json when text.Length > 0:
                run.Body.SetJson(text);
                run.BecomeJson();
                break;
            case PayloadKind.Xml when text.Length > 0:
                run.Body.SetPayload(XmlText.TryRead(text, out var document, out var error) ? document.Root! : throw new ExpressionException($"A script sets XML that is none: {error}."));
                run.BecomeXml();
                break;
            case PayloadKind.Text when text.Length > 0:
                run.Body.SetText(text);
                break;
            default:
                run.Body.Remove();
                break;
        }
    }

    /// <summary>What the message refused; empty: nothing.</summary>
    public string Refusal { get; private set; } = "";

    private void SetAddressing(string name, string? value)
    {
        switch (name)
        {
            case "To":
                run.SendTo(value);
                break;
            case "SOAPAction" or "Action":
                run.SetHeader("SOAPAction", value);
                break;
        }
    }

    private static Scope ScopeOf(ScriptScope scope) => scope switch
    {
        ScriptScope.Axis2 => Scope.Axis2,
        ScriptScope.Transport => Scope.Transport,
        ScriptScope.Operation => Scope.Operation,
        _ => Scope.Default,
    };
}
