namespace Gateway.Core.Mediation;

/// <summary>An address that mediation gives a message: WSO2's header <c>To</c>.</summary>
/// <param name="Url">As the sequence gave it; not checked.</param>
/// <param name="IsComputed">
/// Whether anything of the request is in it. One that stands in the sequence as it is, directly or through properties with values that do,
/// is the author's word; a computed one may only point where the endpoint allows.
/// </param>
public sealed record TargetAddress(string Url, bool IsComputed);
