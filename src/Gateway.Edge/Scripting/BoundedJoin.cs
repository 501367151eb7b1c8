using System.Runtime.CompilerServices;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Gateway.Edge.Scripting;

/// <summary><c>Array.prototype.join</c> (ECMA-262, 23.1.3.18), also behind an array's <c>toString</c>, that ends at a limit.</summary>
/// <param name="engine">The realm's engine.</param>
/// <param name="most">Most characters.</param>
internal sealed class BoundedJoin(Engine engine, int most)
{
    private readonly StringBuilder _text = new();

    public JsValue Join(JsValue self, JsValue[] args)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var list = self as ObjectInstance ?? throw new JavaScriptException(engine.Intrinsics.TypeError, "join is for arrays");
        var separator = args.Length == 0 || args[0].IsUndefined() ? "," : TypeConverter.ToString(args[0]);
        var length = TypeConverter.ToLength(list.Get("length"));
        for (var i = 0ul; i < length; i++)
        {
            Append(i == 0 ? "" : separator);
            var item = list.Get(JsNumber.Create((double)i));
            Append(item.IsNull() || item.IsUndefined() ? "" : TypeConverter.ToString(item));
            if ((i & 1023) == 1023)
            {
                engine.Constraints.Check();
            }
        }

        return new JsString(_text.ToString());
    }

    private void Append(string part)
    {
        if (_text.Length + part.Length > most)
        {
            throw new MemoryLimitExceededException("join would make too long a text");
        }

        _text.Append(part);
    }
}
