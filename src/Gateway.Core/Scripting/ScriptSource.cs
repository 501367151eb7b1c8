namespace Gateway.Core.Scripting;

/// <summary>A script that was checked when the configuration was read. XML literals are already calls; lines are the user's.</summary>
/// <param name="Name">What messages call it: its file as the user would open it.</param>
/// <param name="Text">Text that an ECMAScript parser takes.</param>
public sealed record ScriptSource(string Name, string Text);
