using Gateway.Core.Authentication;

namespace Gateway.Edge.Authentication;

/// <summary>The way to the tokens that the cluster shares: a process boundary. None of these fails.</summary>
internal interface ITokenShare
{
    /// <summary>What seals the tokens of a name; null: nothing is shared, because the cluster has no key.</summary>
    TokenSeal? SealOf(string name);

    /// <summary>What to do; null: the cluster does not answer.</summary>
    Task<TokenAdvice?> AskAsync(string name, string refused);

    /// <summary>Brings a sealed token.</summary>
    Task PutAsync(string name, long lease, string token, TimeSpan life);

    /// <summary>Says that a fetch has failed.</summary>
    Task FailAsync(string name, long lease);
}
