namespace Gateway.Browser.Tests;

/// <summary>One gateway for all tests of a class, started when the first one asks for it: a skipped test starts nothing.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private SmallGateway? _gateway;

    public Task InitializeAsync() => Task.CompletedTask;

    internal async Task<SmallGateway> GatewayAsync() => _gateway ??= await SmallGateway.StartAsync();

    public async Task DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }
}
