using Gateway.Core.Authentication;

namespace Gateway.Grains.Tokens;

/// <summary>
/// One endpoint's bearer token for the whole cluster, keyed by the endpoint and what its tokens are asked for with. The edges fetch; the grain
/// says who does, and keeps what they seal. Nothing of it is stored, and it can read none of it.
/// </summary>
[Alias("gateway.ITokenGrain")]
public interface ITokenGrain : IGrainWithStringKey
{
    /// <summary>What an edge that needs a token is to do.</summary>
    /// <param name="refused">A sealed token that the backend has refused; empty: none.</param>
    [Alias("Ask")]
    ValueTask<TokenAdvice> AskAsync(string refused);

    /// <summary>A fetch has brought a token.</summary>
    /// <param name="lease">The number of the fetch.</param>
    /// <param name="token">The token, sealed.</param>
    /// <param name="life">How long it is good.</param>
    [Alias("Put")]
    ValueTask PutAsync(long lease, string token, TimeSpan life);

    /// <summary>A fetch has failed.</summary>
    /// <param name="lease">The number of the fetch.</param>
    [Alias("Fail")]
    ValueTask FailAsync(long lease);
}
