using System.Collections.Frozen;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace Gateway.Edge.Scripting;

/// <summary>
/// The members of <c>mc</c> (WSO2 Synapse, CommonScriptMessageContext). Those that lead into the server's configuration are there and
/// give null, as scripts ask for them and go on. Each is made when a script first names it.
/// </summary>
internal static class MessageMembers
{
    private static readonly FrozenDictionary<string, PropertyScope> Scopes = new Dictionary<string, PropertyScope>
    {
        ["default"] = PropertyScope.Default,
        ["axis2"] = PropertyScope.Axis2,
        ["transport"] = PropertyScope.Transport,
        ["operation"] = PropertyScope.Operation,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly JsObjectLayout Layout = BuildLayout();

    // All are made later; nobody writes into it.
    private static readonly JsValue[] Unset = new JsValue[All().Count()];

    private delegate JsValue Member(MessageScript script, JsValue[] args);

    /// <summary>A new <c>mc</c>.</summary>
    public static JsObject Create(Engine engine, MessageScript script) => JsObject.Create(engine, Layout, Unset, script);

    private static JsObjectLayout BuildLayout()
    {
        var builder = JsObjectLayout.CreateBuilder();
        foreach (var (name, member) in All())
        {
            builder.AddLazy(name, (mc, state) => new ClrFunction(mc.Engine, name, (_, args) => member((MessageScript)state!, args)));
        }

        return builder.Build();
    }

    private static IEnumerable<(string Name, Member Member)> All() =>
    [
        ("getProperty", static (script, args) => script.Get(Text(args, 0), PropertyScope.Default)),
        ("setProperty", SetProperty),
        ("removeProperty", RemoveProperty),
        ("getPropertyKeySet", static (script, _) => Names(script, script.Message.PropertyNames)),
        ("getPayloadJSON", static (script, _) => script.GetJson()),
        ("setPayloadJSON", static (script, args) => Done(() => script.SetJson(Value(args, 0)))),
        ("getJsonText", static (script, _) => JsString.Create(script.Message.Body)),
        ("getPayloadText", static (script, _) => JsString.Create(script.Message.Body)),
        ("getMessageString", static (script, _) => JsString.Create(script.Message.Body)),
        ("getPayloadXML", static (script, _) => script.GetXml()),
        ("setPayloadXML", static (script, args) => Done(() => script.SetXml(Value(args, 0)))),
        ("getEnvelope", static (script, _) => script.GetXml(envelope: true)),
        ("getEnvelopeXML", static (script, _) => script.GetXml(envelope: true)),
        ("setEnvelope", static (script, args) => Done(() => script.SetXml(Value(args, 0)))),
        ("addHeader", static (script, args) => Done(() => script.AddHeader(TypeConverter.ToBoolean(Value(args, 0)), Value(args, 1)))),
        .. Addressing("To", "To"), .. Addressing("From", "From"), .. Addressing("ReplyTo", "ReplyTo"), .. Addressing("FaultTo", "FaultTo"),
        .. Addressing("SoapAction", "SOAPAction"), .. Addressing("WSAAction", "Action"), .. Addressing("MessageID", "MessageID"),
        ("getWSAMessageID", static (script, _) => script.Get("MessageID", PropertyScope.Addressing)),
        ("getRelatesTo", static (script, _) => script.Get("RelatesTo", PropertyScope.Addressing)),
        .. Flag("DoingGET", "DoingGET"), .. Flag("Response", "RESPONSE"), .. Flag("FaultResponse", "FAULT_RESPONSE"),
        ("isDoingPOX", static (script, _) => script.Message.BodyKind == PayloadKind.Xml && !SoapMarkup.IsEnvelope(script.Message.Body)),
        ("isSOAP11", static (script, _) => script.Message.BodyKind == PayloadKind.Xml && SoapMarkup.IsEnvelope(script.Message.Body, version: 11)),
        ("isDoingMTOM", static (_, _) => JsBoolean.False),
        ("isDoingSWA", static (_, _) => JsBoolean.False),
        ("getVariable", static (script, args) => script.Get($"var.{Text(args, 0)}", PropertyScope.Operation)),
        ("setVariable", static (script, args) => Done(() => script.Set($"var.{Text(args, 0)}", Value(args, 1), PropertyScope.Operation))),
        ("getVariableKeySet", static (script, _) => Names(script, [])),
        ("getServiceLog", static (script, _) => Log(script)),
        ("getTracingState", static (_, _) => JsNumber.Create(0)),
        ("parseXml", static (script, args) => XmlValue.Parse(script.Engine, Text(args, 0))),
        ("getParsedOMElement", static (script, args) => XmlValue.Parse(script.Engine, Text(args, 0))),
        .. Stub("getEntry", "getLocalEntry", "getConfiguration", "getEnvironment", "getSequence", "getEndpoint", "getMainSequence", "getFaultSequence", "getXpathResult", "getContextEntries"),
    ];

    private static IEnumerable<(string, Member)> Addressing(string member, string name) =>
    [
        ($"get{member}", (script, _) => script.Get(name, PropertyScope.Addressing)),
        ($"set{member}", (script, args) => Done(() => script.Set(name, Value(args, 0), PropertyScope.Addressing))),
    ];

    private static IEnumerable<(string, Member)> Flag(string member, string name) =>
    [
        ($"is{member}", (script, _) => script.Message.Property(name, PropertyScope.Default) == "true" ? JsBoolean.True : JsBoolean.False),
        ($"set{member}", (script, args) => Done(() => script.Set(name, TypeConverter.ToBoolean(Value(args, 0)) ? JsBoolean.True : JsBoolean.False, PropertyScope.Default))),
    ];

    private static IEnumerable<(string, Member)> Stub(params string[] names) => names.Select(name => (name, (Member)((_, _) => JsValue.Null)));

    private static JsValue SetProperty(MessageScript script, JsValue[] args)
    {
        if (ScopeOf(args, 2) is { } scope)
        {
            script.Set(Text(args, 0), Value(args, 1), scope);
            if (scope == PropertyScope.Axis2 && Text(args, 0) == "messageType")
            {
                script.Set("ContentType", Value(args, 1), scope);
            }
        }

        return JsValue.Undefined;
    }

    private static JsValue RemoveProperty(MessageScript script, JsValue[] args)
    {
        if (ScopeOf(args, 1) is { } scope)
        {
            script.Message.SetProperty(Text(args, 0), null, scope);
        }

        return JsValue.Undefined;
    }

    // An unknown scope is passed over, as in WSO2.
    private static PropertyScope? ScopeOf(JsValue[] args, int index) =>
        args.Length <= index || args[index].IsUndefined() || args[index].IsNull() ? PropertyScope.Default
        : Scopes.TryGetValue(Text(args, index), out var scope) ? scope : null;

    // What it is told goes nowhere: the gateway writes no log for a request.
    private static JsObject Log(MessageScript script)
    {
        var log = new JsObject(script.Engine);
        foreach (var level in (string[])["info", "warn", "error", "debug", "trace", "fatal"])
        {
            log.FastSetDataProperty(level, new ClrFunction(script.Engine, level, static (_, _) => JsValue.Undefined));
        }

        return log;
    }

    private static JsArray Names(MessageScript script, IEnumerable<string> names) => new(script.Engine, [.. names.Select(JsString.Create)]);

    private static JsValue Value(JsValue[] args, int index) => args.Length > index ? args[index] : JsValue.Undefined;

    private static string Text(JsValue[] args, int index) => TypeConverter.ToString(Value(args, index));

    private static JsValue Done(Action action)
    {
        action();
        return JsValue.Undefined;
    }
}
