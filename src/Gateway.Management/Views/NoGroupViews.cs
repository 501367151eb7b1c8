namespace Gateway.Management.Views;

/// <summary>The views of a node that serves no requests: none.</summary>
public sealed class NoGroupViews : IGroupViews
{
    /// <inheritdoc />
    public IReadOnlyCollection<string> Names => [];

    /// <inheritdoc />
    public GroupView? Find(string name) => null;
}
