using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using Gateway.Core.Authentication;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Authentication;

/// <summary>
/// HTTP Digest. The challenges of the backend are kept, and answered before they are made again: one round trip more for each nonce, not
/// for each request. WSO2 pays it every time.
/// </summary>
internal sealed class DigestLogin : BackendLogin
{
    private const int OwnNonceBytes = 16;
    private const int ReadAtOnce = 16 * 1024;

    private readonly ReplayRoom _room;
    private readonly DigestDoubts _doubts;
    private readonly Lock _gate = new();
    private readonly DigestSpaces _spaces;

    public DigestLogin(string username, string password, ReplayRoom room, DigestDoubts doubts)
    {
        _doubts = doubts;
        _spaces = new DigestSpaces(username, password);
        _room = room;
    }

    public override void Keep(GatewayRequest request) => _room.Keep(request);

    public override async ValueTask<LoginTurn?> BeginAsync(GatewayRequest request, Uri address)
    {
        var turn = new Turn(this, request, address);
        return await turn.HashBodyAsync() ? turn : null;
    }

    private sealed class Turn : LoginTurn
    {
        private readonly DigestLogin _login;
        private readonly GatewayRequest _request;
        private readonly string _origin;
        private readonly string _target;
        private DigestTicket? _ticket;
        private string _bodyHash = "";
        private int _answered;

        public Turn(DigestLogin login, GatewayRequest request, Uri address)
        {
            _login = login;
            _request = request;
            _origin = address.GetLeftPart(UriPartial.Authority);
            _target = address.PathAndQuery;
            lock (login._gate)
            {
                _ticket = login._spaces.Take(_origin, _target);
            }
        }

        public override void Write(HttpRequestMessage message)
        {
            Set(message, _ticket is { } ticket ? ticket.Session.Header(ticket, message.Method.Method, _target, _bodyHash) : null);

            // Any nonce may have grown too old: what is long goes out when the backend has seen that it may.
            if (_request.Body is not null && message.Content is { } content && content.Headers.ContentLength is not <= ReplayRoom.Large)
            {
                message.Headers.ExpectContinue = true;
            }
        }

        public override bool Refuses(HttpResponseMessage answer)
        {
            if (answer.StatusCode != HttpStatusCode.Unauthorized)
            {
                TakeProof(answer);
                return false;
            }

            if (!answer.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var headers)
                || DigestChallenge.Choose(headers) is not { } challenge)
            {
                return false;
            }

            // Learned in any case: if this request cannot be sent again, the next one need not be sent twice.
            var mayAnswer = DigestSpaces.MayAnswer(_answered++, challenge.IsStale) && _request.IsReplayable;
            lock (_login._gate)
            {
                _ticket = _login._spaces.Answer(
                    _origin, _target, challenge, _ticket, RandomNumberGenerator.GetHexString(2 * OwnNonceBytes, lowercase: true));
                if (!mayAnswer)
                {
                    _ticket.Value.Session.GiveBack(_ticket.Value);
                }
            }

            return mayAnswer;
        }

        public override ValueTask<bool> AgainAsync()
        {
            // The new challenge may want another hash.
            _bodyHash = "";
            return HashBodyAsync();
        }

        public override void NotSent()
        {
            if (_ticket is { } ticket)
            {
                lock (_login._gate)
                {
                    ticket.Session.GiveBack(ticket);
                }
            }
        }

        /// <summary>Reads the whole body, if it is part of what is proved, and starts again from its first byte.</summary>
        /// <returns>False when it is longer than what is kept of it, or its sender has gone.</returns>
        public async ValueTask<bool> HashBodyAsync()
        {
            if (_ticket is not { Session.Challenge: { Quality: DigestQuality.AuthInt, Algorithm: var algorithm } } || _bodyHash.Length > 0)
            {
                return true;
            }

            using var hash = algorithm.Begin();
            if (_request.HasBody && !await HashAsync(hash, _request.Http.Request.Body))
            {
                return false;
            }

            _bodyHash = hash.Finish();
            return true;
        }

        // The client's body is kept while it is read; one that the gateway has put in its place starts again by itself, or cannot be proved.
        private async ValueTask<bool> HashAsync(DigestHash hash, Stream body)
        {
            var kept = body as ReplayBody;
            if (kept is null && !body.CanSeek)
            {
                return false;
            }

            await FairShare.LeaveAsync();
            var buffer = ArrayPool<byte>.Shared.Rent(ReadAtOnce);
            try
            {
                kept?.Rewind();
                for (int read; (read = await body.ReadAsync(buffer, _request.Http.RequestAborted)) > 0 && kept is not { CanRewind: false };)
                {
                    hash.Append(buffer.AsSpan(0, read));
                }
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                // The client has gone, or what it sends is no body.
                return false;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            }

            if (kept is { CanRewind: false })
            {
                return false;
            }

            kept?.Rewind();
            if (kept is null)
            {
                body.Position = 0;
            }

            return true;
        }

        private void TakeProof(HttpResponseMessage answer)
        {
            if (_ticket is not { } ticket || !answer.Headers.NonValidated.TryGetValues("Authentication-Info", out var values))
            {
                return;
            }

            var info = ChallengeReader.ReadParameters(values.ToString());
            if (ticket.Session.Proves(ticket, _target, info) == false)
            {
                _login._doubts.Note();
            }
            else if (info["nextnonce"] is { Length: > 0 } next)
            {
                lock (_login._gate)
                {
                    ticket.Session.Continue(ticket, next);
                }
            }
        }
    }
}
