using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace Gateway.Edge.Scripting;

/// <summary>
/// Limits look between statements; these natives can make gigabytes, or block the thread, in one. Those that nobody needs are taken
/// away, the others look first. What they refuse counts as too much memory.
/// </summary>
internal static class NativeGuards
{
    private static readonly JsValue[] Removed =
    [
        .. "Atomics SharedArrayBuffer ArrayBuffer TypedArray Float16Array Float32Array Float64Array Int8Array Int16Array Int32Array Uint8Array Uint8ClampedArray Uint16Array Uint32Array BigInt64Array BigUint64Array DataView ShadowRealm"
            .Split(' ').Select(JsString.Create),
    ];

    public static void Install(Engine engine, ScriptLimits limits)
    {
        foreach (var name in Removed)
        {
            engine.Global.RemoveOwnProperty(name);
        }

        var most = limits.Text;
        var text = (ObjectInstance)engine.GetValue("String");
        text.RemoveOwnProperty("raw");
        var onText = (ObjectInstance)text.Get("prototype");
        Guard(engine, onText, "repeat", (self, args) => Product(Length(self), Number(args, 0)) <= most);
        Guard(engine, onText, "padStart", (_, args) => Number(args, 0) <= most);
        Guard(engine, onText, "padEnd", (_, args) => Number(args, 0) <= most);
        Guard(engine, onText, "concat", (self, args) => Length(self) + args.Sum(Length) <= most);
        Guard(engine, onText, "replace", (self, args) => Replaced(self, args) <= most);
        Guard(engine, onText, "replaceAll", (self, args) => Replaced(self, args) <= most);

        var onArray = (ObjectInstance)((ObjectInstance)engine.GetValue("Array")).Get("prototype");
        onArray.RemoveOwnProperty("toLocaleString");
        onArray.FastSetDataProperty("join", new ClrFunction(engine, "join", new BoundedJoin(engine, limits).Join));

        var json = (ObjectInstance)engine.GetValue("JSON");
        Guard(engine, json, "stringify", (_, args) => args.Length == 0 || new TextWeight(most).IsBearable(args[0]));
    }

    private static void Guard(Engine engine, ObjectInstance on, string name, Func<JsValue, JsValue[], bool> isBearable)
    {
        var native = on.Get(name);
        on.FastSetDataProperty(name, new ClrFunction(engine, name, (self, args) =>
            isBearable(self, args) ? engine.Call(native, self, args) : throw new MemoryLimitExceededException($"{name} would make too long a text")));
    }

    private static double Number(JsValue[] args, int index) => args.Length > index && args[index].IsNumber() ? args[index].AsNumber()
        : args.Length > index && !args[index].IsUndefined() ? TypeConverter.ToNumber(args[index]) : 0;

    private static double Product(double length, double times) => double.IsNaN(times) ? 0 : length * times;

    private static double Length(JsValue value) => value is JsString text ? text.Length : value.IsPrimitive() ? 32 : TypeConverter.ToString(value).Length;

    // Every place between characters may match, and $& and its like stand for as much as the whole text.
    private static double Replaced(JsValue self, JsValue[] args)
    {
        if (args.Length < 2 || args[1] is not JsString replacement)
        {
            return 0;
        }

        var length = Length(self);
        var each = replacement.Length + (replacement.ToString().Count('$') * length);
        var times = args[0] is JsString { Length: > 0 } what ? Matches(TypeConverter.ToString(self), what.ToString()) : length + 1;
        return length + (times * each);
    }

    private static int Matches(string text, string what)
    {
        var count = 0;
        for (var at = text.IndexOf(what, StringComparison.Ordinal); at >= 0; at = text.IndexOf(what, at + what.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }
}
