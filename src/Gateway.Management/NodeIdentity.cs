namespace Gateway.Management;

/// <summary>Who a node is, for as long as its process lives.</summary>
/// <param name="Id">Its name in the cluster, the same after a restart.</param>
/// <param name="Kind"><c>edge</c>, <c>silo</c>, or <c>edge+silo</c> for an embedded one.</param>
/// <param name="Version">The product's version.</param>
public sealed record NodeIdentity(string Id, string Kind, string Version);
