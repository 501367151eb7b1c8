namespace Gateway.Grains.Catalog;

/// <summary>A proposal could not be stored. Whether it was is unknown: read, or offer it again.</summary>
/// <param name="message">Which revision, and why.</param>
[GenerateSerializer, Alias("gateway.CatalogUnavailable")]
public sealed class CatalogUnavailableException(string message) : Exception(message);
