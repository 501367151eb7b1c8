namespace Gateway.Core.Configuration.Import;

/// <summary>One method of one resource, as an API or its definition has it.</summary>
/// <param name="Target">The path, as written.</param>
/// <param name="Verb">The method in upper case.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record ImportedOperation(string Target, string Verb, SourcePlace Place)
{
    /// <summary>Whether consumers need no credentials; null: nothing is said of it.</summary>
    public bool? IsOpen { get; init; }

    /// <summary>The script that answers it in place of a backend; empty: none.</summary>
    public string Script { get; init; } = "";

    /// <summary>Policies that requests and answers pass, by flow.</summary>
    public IReadOnlyList<(string Key, string Toml)> Policies { get; init; } = [];
}
