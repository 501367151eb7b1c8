namespace Gateway.Management.Access;

/// <summary>Why a request is turned away.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">Fact and remedy.</param>
internal sealed record Refusal(int Status, string Detail);
