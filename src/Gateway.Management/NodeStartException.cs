namespace Gateway.Management;

/// <summary>
/// Why a node cannot start, when its operator can put it right. Programs print <see cref="Exception.Message"/> on one line,
/// without a stack trace, and end with exit code 1.
/// </summary>
public sealed class NodeStartException : Exception
{
    /// <summary>Joins place and fact, and what to do about it, to one line.</summary>
    /// <param name="fact">Place and fact, without a final full stop.</param>
    /// <param name="remedy">What to do about it, without a final full stop.</param>
    /// <param name="cause">What was thrown; null when nothing was.</param>
    public NodeStartException(string fact, string remedy, Exception? cause = null)
        : base($"{fact}; {remedy}", cause)
    {
    }
}
