using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Gateway.Edge.Scripting;

/// <summary>
/// <c>Array.prototype.join</c> (ECMA-262, 23.1.3.18), also behind an array's <c>toString</c>, that ends at a limit. A list within itself is
/// the empty text there, as it is in browsers and in WSO2's Rhino.
/// </summary>
/// <param name="engine">The realm's engine.</param>
/// <param name="limits">Most characters, most lists within each other.</param>
internal sealed class BoundedJoin(Engine engine, ScriptLimits limits)
{
    // Those that are being joined, the outermost first.
    private readonly List<ObjectInstance> _around = [];

    public JsValue Join(JsValue self, JsValue[] args)
    {
        var list = self as ObjectInstance ?? throw new JavaScriptException(engine.Intrinsics.TypeError, "join is for arrays");
        if (_around.Contains(list, ReferenceEqualityComparer.Instance))
        {
            return JsString.Empty;
        }

        if (_around.Count == limits.Recursion)
        {
            throw new InsufficientExecutionStackException("join found too many lists within each other");
        }

        _around.Add(list);
        try
        {
            return new JsString(Text(list, args));
        }
        finally
        {
            _around.RemoveAt(_around.Count - 1);
        }
    }

    private string Text(ObjectInstance list, JsValue[] args)
    {
        var text = new StringBuilder();
        var separator = args.Length == 0 || args[0].IsUndefined() ? "," : TypeConverter.ToString(args[0]);
        var length = TypeConverter.ToLength(list.Get("length"));
        for (var i = 0ul; i < length; i++)
        {
            Append(text, i == 0 ? "" : separator);
            var item = list.Get(JsNumber.Create((double)i));
            Append(text, item.IsNull() || item.IsUndefined() ? "" : TypeConverter.ToString(item));
            if ((i & 1023) == 1023)
            {
                engine.Constraints.Check();
            }
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, string part)
    {
        if (text.Length + part.Length > limits.Text)
        {
            throw new MemoryLimitExceededException("join would make too long a text");
        }

        text.Append(part);
    }
}
