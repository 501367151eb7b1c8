namespace Gateway.Grains.EndpointGroups;

/// <summary>A group's grain cannot answer: no activation could take an epoch, because storage cannot be written.</summary>
/// <param name="message">Which group, and why.</param>
[GenerateSerializer, Alias("gateway.GroupUnavailable")]
public sealed class GroupUnavailableException(string message) : Exception(message);
