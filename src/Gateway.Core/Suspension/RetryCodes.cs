using System.Collections.Immutable;

namespace Gateway.Core.Suspension;

/// <summary>After which errors of a member its group tries another one: WSO2's <c>retryConfig</c>.</summary>
/// <param name="Disabled">Codes after which it does not; they win.</param>
/// <param name="Enabled">If not empty: the only codes after which it does.</param>
public sealed record RetryCodes(ImmutableArray<int> Disabled, ImmutableArray<int> Enabled)
{
    /// <summary>WSO2's default: after every error.</summary>
    public static RetryCodes Default { get; } = new([], []);

    /// <summary>Whether the group may try another member after an error with this code.</summary>
    public bool Allow(int errorCode) => !Disabled.Contains(errorCode) && (Enabled.IsEmpty || Enabled.Contains(errorCode));
}
