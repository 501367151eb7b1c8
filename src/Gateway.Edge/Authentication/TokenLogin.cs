using System.Net;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Authentication;

/// <summary>A bearer token of OAuth 2. One that the backend refuses is renewed, once for each request.</summary>
internal sealed class TokenLogin(TokenSource tokens, ReplayRoom room) : BackendLogin
{
    public override void Keep(GatewayRequest request) => room.Keep(request);

    public override async ValueTask<LoginTurn?> BeginAsync(GatewayRequest request, Uri address)
    {
        var token = await tokens.GetAsync(refused: "", request);
        if (token is null)
        {
            return null;
        }

        return new Turn(tokens, request, token);
    }

    private sealed class Turn(TokenSource tokens, GatewayRequest request, string token) : LoginTurn
    {
        private string _token = token;
        private bool _isRenewed;

        public override void Write(HttpRequestMessage message) => Set(message, $"Bearer {_token}");

        public override bool Refuses(HttpResponseMessage answer)
        {
            if (answer.StatusCode != HttpStatusCode.Unauthorized || _isRenewed)
            {
                return false;
            }

            _isRenewed = true;
            tokens.Drop(_token);
            return request.IsReplayable;
        }

        public override async ValueTask<bool> AgainAsync()
        {
            if (await tokens.GetAsync(_token, request) is not { } renewed)
            {
                return false;
            }

            _token = renewed;
            return true;
        }
    }
}
