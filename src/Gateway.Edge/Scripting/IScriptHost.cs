using Jint;
using Jint.Native;

namespace Gateway.Edge.Scripting;

/// <summary>
/// What one run of a script may touch: <c>mc</c> for mocks and the script mediator, <c>ctx</c> for routes. What it gives to scripts are
/// strings, numbers and functions of its own; nothing of .NET must be reachable from them. Its functions check their arguments' sizes.
/// </summary>
internal interface IScriptHost
{
    /// <summary>Puts its objects into the run's realm.</summary>
    void Install(Engine engine);

    /// <summary>The script has run to its end: takes what it came to. May still throw what a script may.</summary>
    /// <param name="completion">The script's completion value.</param>
    void End(JsValue completion);
}
