using Gateway.Core.Authentication;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Authentication;

/// <summary>HTTP Basic: sent with every request, unasked, as WSO2 does.</summary>
internal sealed class BasicLogin(string username, string password) : BackendLogin
{
    private readonly Turn _turn = new(BasicCredentials.Header(username, password));

    public override ValueTask<LoginTurn?> BeginAsync(GatewayRequest request, Uri address) => ValueTask.FromResult<LoginTurn?>(_turn);

    // It keeps nothing of a try: one for all of them.
    private sealed class Turn(string header) : LoginTurn
    {
        public override void Write(HttpRequestMessage message) => Set(message, header);
    }
}
