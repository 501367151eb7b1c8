using System.Runtime.CompilerServices;
using Jint.Native;
using Jint.Native.Object;

namespace Gateway.Edge.Scripting;

/// <summary>
/// How long a value's JSON may get: a text that stands in a list ten thousand times is allocated once and written ten thousand times.
/// Looks at plain data only and calls nothing of the script's; what getters and <c>toJSON</c> make is counted as it is made.
/// </summary>
/// <param name="most">Most characters.</param>
internal sealed class TextWeight(int most)
{
    private long _weight;

    public bool IsBearable(JsValue value)
    {
        Add(value, depth: 0);
        return _weight <= most;
    }

    private void Add(JsValue value, int depth)
    {
        if (_weight > most || depth > 500)
        {
            return;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case JsString text:
                _weight += text.Length + 3;
                break;
            case ObjectInstance instance:
                _weight += 2;
                foreach (var (key, property) in instance.GetOwnProperties())
                {
                    _weight += key is JsString name ? name.Length + 4 : 0;
                    if (property.Enumerable && property.Value is { } held)
                    {
                        Add(held, depth + 1);
                    }

                    if (_weight > most)
                    {
                        return;
                    }
                }

                break;
            default:
                _weight += 5;
                break;
        }
    }
}
