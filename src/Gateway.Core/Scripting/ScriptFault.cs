using System.Collections.Immutable;

namespace Gateway.Core.Scripting;

/// <summary>One thing wrong with a script.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">What is wrong, without a final full stop.</param>
/// <param name="Hint">What to do about it; empty when the message says it all.</param>
public sealed record ScriptFault(int Line, int Column, string Message, string Hint);

/// <summary>A script that was read.</summary>
/// <param name="Source">The script; null when it cannot be run.</param>
/// <param name="Faults">Why it cannot.</param>
public sealed record ScriptRead(ScriptSource? Source, ImmutableArray<ScriptFault> Faults);
