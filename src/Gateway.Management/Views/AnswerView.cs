namespace Gateway.Management.Views;

/// <summary>Whose truth an answer tells.</summary>
internal static class AnswerView
{
    /// <summary>The cluster's.</summary>
    public const string Cluster = "cluster";

    /// <summary>That of the answering node alone.</summary>
    public const string Local = "local";

    /// <summary>How long the cluster may take before a node answers for itself.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(1);
}
