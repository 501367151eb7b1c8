namespace Gateway.Management.Views;

/// <summary>The node's way to the cluster's grains: a silo's own, or an edge's client.</summary>
public interface IClusterAccess
{
    /// <summary>Null while not connected. Calls through it may still fail or hang: callers bring their own deadline.</summary>
    IGrainFactory? Grains { get; }
}
