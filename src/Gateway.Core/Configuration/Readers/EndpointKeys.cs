namespace Gateway.Core.Configuration.Readers;

/// <summary>The keys that every kind of endpoint has.</summary>
internal static class EndpointKeys
{
    /// <summary>What it is called.</summary>
    public static Key Name { get; } = Key.Required("name", "name", "1 to 128 of `A-Z a-z 0-9 . _ : -`, unique");

    /// <summary>Its kind.</summary>
    public static Key Type { get; } = new("type", "kind of endpoint", "\"http\"", "the kind, as the headings name them");
}
