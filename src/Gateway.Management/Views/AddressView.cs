namespace Gateway.Management.Views;

/// <summary>One address of an endpoint that learns them from requests, as one edge sees it.</summary>
/// <param name="Authority">Scheme, host and port.</param>
/// <param name="State">Whether it may be called, and why not.</param>
/// <param name="SuspendedForMs">Milliseconds that its suspension has left; 0: none.</param>
/// <param name="Suspensions">How often in a row it has been suspended.</param>
public sealed record AddressView(string Authority, MemberState State, long SuspendedForMs, int Suspensions);
