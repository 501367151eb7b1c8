using Gateway.Management.Explain;

namespace Gateway.Management.Views;

/// <summary>What a node says that serves no requests: nothing.</summary>
public sealed class NoExplainer : IRequestExplainer
{
    /// <inheritdoc />
    public ValueTask<Explanation?> ExplainAsync(AskedRequest asked, CancellationToken cancel) => new((Explanation?)null);
}
