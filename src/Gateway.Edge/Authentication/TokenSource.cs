using System.Security.Cryptography;
using Gateway.Core.Authentication;
using Gateway.Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Authentication;

/// <summary>
/// One endpoint's bearer token on this edge. The cluster has it, or says who fetches it; an edge that is alone fetches for itself. However
/// many requests wait, one fetch is under way.
/// </summary>
internal sealed partial class TokenSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly string _name;
    private readonly string _endpoint;
    private readonly TokenRequest _request;
    private readonly ITokenShare _share;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TokenSeal? _seal;
    private readonly Lock _gate = new();
    private readonly TokenDesk _desk = new();
    private readonly long _start;
    private Task<string?> _fetch = Task.FromResult<string?>(null);
    private (string Plain, string Sealed) _shared = ("", "");
    private string _refused = "";

    /// <param name="name">What the cluster knows it by.</param>
    /// <param name="endpoint">The endpoint, for the log.</param>
    /// <param name="request">Fetches.</param>
    /// <param name="share">The way to the cluster.</param>
    /// <param name="clock">The node's clock.</param>
    /// <param name="logger">The node's log.</param>
    public TokenSource(string name, string endpoint, TokenRequest request, ITokenShare share, TimeProvider clock, ILogger logger)
    {
        _name = name;
        _endpoint = endpoint;
        _request = request;
        _share = share;
        _clock = clock;
        _logger = logger;
        _seal = share.SealOf(name);
        _start = clock.GetTimestamp();
    }

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    /// <summary>The token for a request.</summary>
    /// <param name="refused">A token that the backend has refused; empty: none.</param>
    /// <param name="request">The request; told how long to wait when there is none.</param>
    /// <returns>Null: there is none.</returns>
    public async ValueTask<string?> GetAsync(string refused, GatewayRequest request)
    {
        Task<string?> fetch;
        lock (_gate)
        {
            Note(refused);
            var advice = _desk.Ask(Now, refused);
            if (advice.Lease > 0)
            {
                _fetch = FetchAsync(advice.Lease);
            }

            switch (advice.Step)
            {
                case TokenStep.Use or TokenStep.UseAndFetch:
                    return advice.Token;
                case TokenStep.Pause:
                    request.RetryAfter = advice.For;
                    return null;
            }

            fetch = _fetch;
        }

        var wait = fetch.WaitAsync(Patience, _clock, request.Http.RequestAborted);
        await ((Task)wait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return wait.IsCompletedSuccessfully ? wait.Result : null;
    }

    /// <summary>A token that the backend has refused: nobody gets it any more.</summary>
    public void Drop(string token)
    {
        lock (_gate)
        {
            Note(token);
            _desk.Drop(token);
        }
    }

    private void Note(string refused)
    {
        if (refused.Length > 0 && refused == _shared.Plain)
        {
            _refused = _shared.Sealed;
        }
    }

    // Never fails; whoever waits for it gets the token, or null.
    private async Task<string?> FetchAsync(long lease)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        AccessToken? token = null;
        var fault = "";
        try
        {
            (token, fault) = await ObtainAsync();
        }
        // The outermost step of work that nobody waits for by itself.
        catch (Exception unforeseen)
        {
            fault = unforeseen.GetType().Name;
        }

        lock (_gate)
        {
            if (token is not null)
            {
                _desk.Put(Now, lease, token.Value, token.Life);
                return token.Value;
            }

            var pause = _desk.Fail(Now, lease);
            LogNoToken(_endpoint, _request.Host, fault, pause);
            return null;
        }
    }

    private async Task<(AccessToken? Token, string Fault)> ObtainAsync()
    {
        if (_seal is null)
        {
            return await _request.SendAsync(_clock);
        }

        for (var since = Now; ;)
        {
            string refused;
            lock (_gate)
            {
                refused = _refused;
            }

            if (await _share.AskAsync(_name, refused) is not { } advice)
            {
                return await _request.SendAsync(_clock);
            }

            switch (advice.Step)
            {
                case TokenStep.Use when _seal.Open(advice.Token) is { } token:
                    Remember(token, advice.Token);
                    return (new AccessToken(token, advice.For), "");

                // Sealed with another key: the cluster's keys differ, and this edge helps itself.
                case TokenStep.Use:
                    return await _request.SendAsync(_clock);
                case TokenStep.Fetch or TokenStep.UseAndFetch:
                    return await FetchForAllAsync(_seal, advice.Lease);
                case TokenStep.Pause:
                    return (null, "another edge has just been refused");
                case TokenStep.Wait when Now - since >= Patience:
                    return (null, "another edge fetches one and has not brought it");
            }

            await Task.Delay(advice.For, _clock);
        }
    }

    private async Task<(AccessToken? Token, string Fault)> FetchForAllAsync(TokenSeal seal, long lease)
    {
        var (token, fault) = await _request.SendAsync(_clock);
        if (token is null)
        {
            await _share.FailAsync(_name, lease);
        }
        else
        {
            var text = seal.Seal(token.Value, RandomNumberGenerator.GetBytes(TokenSeal.NonceLength));
            Remember(token.Value, text);
            await _share.PutAsync(_name, lease, text, token.Life);
        }

        return (token, fault);
    }

    private void Remember(string plain, string text)
    {
        lock (_gate)
        {
            _shared = (plain, text);
            _refused = "";
        }
    }

    [LoggerMessage(EventId = 3315, EventName = "NoToken", Level = LogLevel.Warning,
        Message = "No token for endpoint {Endpoint} from {Host}: {Fault}; it is asked for again in {Pause}")]
    private partial void LogNoToken(string endpoint, string host, string fault, TimeSpan pause);
}
