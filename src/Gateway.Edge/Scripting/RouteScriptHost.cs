using System.Text;
using Gateway.Core.Routing;
using Gateway.Edge.Pipeline;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace Gateway.Edge.Scripting;

/// <summary>
/// What a script sees that chooses where a request goes: <c>ctx</c>, with <c>method</c>, <c>path</c>, <c>headers</c> (names in lower
/// case), <c>query</c>, <c>variables</c>, <c>json()</c> and <c>text()</c>. Nothing that it does to them reaches the request.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="body">Its body; empty when it has none, or was not read.</param>
internal sealed class RouteScriptHost(GatewayRequest request, ReadOnlyMemory<byte> body) : IScriptHost
{
    /// <summary>What the script has chosen; null: nothing.</summary>
    public string? Choice { get; private set; }

    public void Install(Engine engine)
    {
        var subject = new RequestSubject(request);
        var variables = subject.ReadVariables();
        var ctx = new JsObject(engine);
        Set(ctx, "method", JsString.Create(subject.Method));
        Set(ctx, "path", JsString.Create(subject.Path.IsEmpty ? "/" : subject.Path.ToString()));
        Set(ctx, "headers", Headers(engine));
        Set(ctx, "query", Of(engine, variables, RequestVariables.QueryPrefix));
        Set(ctx, "variables", Of(engine, variables, RequestVariables.PathPrefix));
        Set(ctx, "text", new ClrFunction(engine, "text", (_, _) => JsString.Create(Text())));
        Set(ctx, "json", new ClrFunction(engine, "json", (_, _) => Text() is { Length: > 0 } text ? new JsonParser(engine).Parse(text) : JsValue.Null));
        Set(engine.Global, "ctx", ctx);
    }

    public void End(JsValue completion) => Choice =
        completion.IsNull() || completion.IsUndefined() ? null
        : completion is JsString text ? text.ToString()
        : throw new JavaScriptException(JsString.Create("route must return an endpoint's name, an address, or null"));

    // As a property of its own, whatever its name: "__proto__" is a header like any other.
    private static void Set(ObjectInstance on, string name, JsValue value) => on.FastSetDataProperty(name, value);

    private static JsObject Of(Engine engine, RequestVariables variables, string prefix)
    {
        var values = new JsObject(engine);
        foreach (var (name, value) in variables.All)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                Set(values, name[prefix.Length..], JsString.Create(value));
            }
        }

        return values;
    }

    private JsObject Headers(Engine engine)
    {
        var headers = new JsObject(engine);
        foreach (var (name, value) in request.Http.Request.Headers)
        {
            Set(headers, name.ToLowerInvariant(), JsString.Create(value.ToString()));
        }

        return headers;
    }

    private string Text() => Encoding.UTF8.GetString(body.Span.StartsWith("\uFEFF"u8) ? body.Span[3..] : body.Span);
}
