using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>An endpoint whose backends are called by itself, wherever their address comes from: what a node needs to be able to call them.</summary>
public interface ICalledEndpoint
{
    /// <summary>Unique in the catalog.</summary>
    string Name { get; }

    /// <summary>How they are called.</summary>
    BackendSettings Settings { get; }

    /// <summary>Where it is configured.</summary>
    SourcePlace Place { get; }
}
