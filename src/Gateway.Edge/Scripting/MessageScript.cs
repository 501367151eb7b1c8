using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace Gateway.Edge.Scripting;

/// <summary>
/// A run of a script over <c>mc</c>, WSO2's message context: its members do what CommonScriptMessageContext does, see
/// <see cref="MessageMembers"/>. Properties keep the script's values for the script and are texts for everybody else.
/// </summary>
internal sealed class MessageScript(IScriptMessage message) : IScriptHost
{
    private Dictionary<(string, PropertyScope), JsValue>? _kept;
    private Engine? _engine;

    /// <summary>Whether the script's completion value was the boolean false: the mediation ends, nothing is answered.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>What the script works on.</summary>
    public IScriptMessage Message => message;

    /// <summary>The realm's engine, during a run.</summary>
    public Engine Engine => _engine ?? throw new InvalidOperationException("There is no run.");

    public void Install(Engine engine)
    {
        _engine = engine;
        engine.Global.FastSetDataProperty("mc", MessageMembers.Create(engine, this));
        engine.Global.FastSetDataProperty(Core.Scripting.XmlLiteralCall.Function, new ClrFunction(engine, "xml", (_, parts) => XmlValue.OfLiteral(engine, parts)));
    }

    public void End(JsValue completion) => HasStopped = completion.IsBoolean() && !completion.AsBoolean();

    /// <summary>A property as the script knows it.</summary>
    public JsValue Get(string name, PropertyScope scope)
    {
        var text = message.Property(name, scope);
        return text is null ? JsValue.Null
            : _kept is not null && _kept.TryGetValue((name, scope), out var value) ? value : JsString.Create(text);
    }

    /// <summary>Sets a property; what is null or undefined sets nothing, as in WSO2.</summary>
    public void Set(string name, JsValue value, PropertyScope scope)
    {
        if (value.IsNull() || value.IsUndefined())
        {
            return;
        }

        message.SetProperty(name, TypeConverter.ToString(value), scope);
        if (!value.IsString())
        {
            (_kept ??= [])[(name, scope)] = value;
        }
        else
        {
            _kept?.Remove((name, scope));
        }
    }

    /// <summary>The body as a value; an empty object when it is no JSON.</summary>
    public JsValue GetJson()
    {
        var text = message.Body.AsSpan().Trim();
        return text.IsEmpty || (message.BodyKind != PayloadKind.Json && text is not ['{' or '[', ..])
            ? new JsObject(Engine) : new JsonParser(Engine).Parse(text);
    }

    /// <summary>Replaces the body: a text is JSON as it is, XML stays XML, anything else is written as JSON; null is <c>{}</c>.</summary>
    public void SetJson(JsValue value)
    {
        if (value is XmlValue xml)
        {
            message.SetBody(PayloadKind.Xml, xml.Markup);
            return;
        }

        message.SetBody(PayloadKind.Json, value.IsNull() || value.IsUndefined() ? "{}" : value is JsString text ? text.ToString() : Stringify(value));
    }

    /// <summary>The body's XML; null when it is none. Of a SOAP envelope the first child of its body.</summary>
    public JsValue GetXml(bool envelope = false)
    {
        if (message.BodyKind != PayloadKind.Xml || message.Body.Length == 0)
        {
            return JsValue.Null;
        }

        return XmlValue.Parse(Engine, envelope ? SoapMarkup.Envelope(message.Body) : SoapMarkup.Payload(message.Body));
    }

    /// <summary>Replaces the body by XML, or by a text that is XML.</summary>
    public void SetXml(JsValue value)
    {
        var markup = value switch
        {
            XmlValue xml => xml.Markup,
            _ when value.IsNull() || value.IsUndefined() => "",
            _ => TypeConverter.ToString(value),
        };
        message.SetBody(PayloadKind.Xml, markup.Length == 0 ? "" : XmlValue.Parse(Engine, markup).Markup);
    }

    /// <summary>Adds a header to the envelope, which the body becomes when it is none.</summary>
    public void AddHeader(bool mustUnderstand, JsValue header)
    {
        var markup = header is XmlValue xml ? xml.Markup : TypeConverter.ToString(header);
        message.SetBody(PayloadKind.Xml, SoapMarkup.WithHeader(message.Body, XmlValue.Parse(Engine, markup).Markup, mustUnderstand));
    }

    // The guarded one of this realm, which the script may have replaced by its own: that is its affair.
    private string Stringify(JsValue value)
    {
        var json = (Jint.Native.Object.ObjectInstance)Engine.GetValue("JSON");
        var text = Engine.Call(json.Get("stringify"), json, [value]);
        return text.IsUndefined() ? "{}" : TypeConverter.ToString(text);
    }
}
