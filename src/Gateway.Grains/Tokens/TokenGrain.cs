using Gateway.Core.Authentication;

namespace Gateway.Grains.Tokens;

/// <summary>The shell of <see cref="TokenDesk"/>: reads the clock.</summary>
[GrainType("token")]
internal sealed class TokenGrain(TimeProvider clock) : Grain, ITokenGrain
{
    private readonly TokenDesk _desk = new();
    private readonly long _start = clock.GetTimestamp();

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <inheritdoc />
    public ValueTask<TokenAdvice> AskAsync(string refused) => ValueTask.FromResult(_desk.Ask(Now, refused));

    /// <inheritdoc />
    public ValueTask PutAsync(long lease, string token, TimeSpan life)
    {
        _desk.Put(Now, lease, token, life);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask FailAsync(long lease)
    {
        _desk.Fail(Now, lease);
        return ValueTask.CompletedTask;
    }
}
