using System.Collections.Immutable;

namespace Gateway.Core.Suspension;

/// <summary>
/// Errors that an endpoint may make a few times before it is suspended: WSO2's <c>markForSuspension</c>. They are tested before
/// those of <see cref="SuspensionPolicy"/>: a code in both lists counts here.
/// </summary>
/// <param name="ErrorCodes">The codes; empty: WSO2's two, 101504 (timeout) and 101505 (connection closed).</param>
/// <param name="Retries">Errors in a row that are let pass, 0 or more; the next one suspends. Default 0.</param>
/// <param name="Delay">How long the endpoint is left alone after each of them; default zero.</param>
public sealed record MarkPolicy(ImmutableArray<int> ErrorCodes, int Retries, TimeSpan Delay)
{
    /// <summary>WSO2's defaults.</summary>
    public static MarkPolicy Default { get; } = new([], 0, TimeSpan.Zero);

    /// <summary>Whether an error with this code only marks.</summary>
    public bool AppliesTo(int errorCode) =>
        ErrorCodes.IsEmpty ? errorCode is 101504 or 101505 : ErrorCodes.Contains(errorCode);
}
