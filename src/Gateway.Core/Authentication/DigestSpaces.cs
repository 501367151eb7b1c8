namespace Gateway.Core.Authentication;

/// <summary>
/// The challenges that one endpoint's backend has made, by origin and realm, with the paths that they are for (RFC 7616, 3.3: protection
/// spaces). A bounded number: the one that was used longest ago goes. Not safe for concurrent use.
/// </summary>
/// <param name="username">The user.</param>
/// <param name="password">A secret.</param>
public sealed class DigestSpaces(string username, string password)
{
    /// <summary>The most challenges that are kept.</summary>
    public const int Most = 32;

    private readonly List<Space> _spaces = [];

    /// <summary>A use of a nonce for a request, before it is sent; null: no challenge is known for it.</summary>
    /// <param name="origin">Scheme, host and port.</param>
    /// <param name="target">Path and query.</param>
    public DigestTicket? Take(string origin, string target)
    {
        var best = -1;
        var fit = -1;
        for (var i = 0; i < _spaces.Count; i++)
        {
            if (_spaces[i].Origin == origin && _spaces[i].Fit(target) is var found && found > fit)
            {
                (best, fit) = (i, found);
            }
        }

        return best < 0 ? null : Use(best);
    }

    /// <summary>Whether a challenge is answered: one for each try, and another one if only the nonce was too old.</summary>
    /// <param name="answered">Challenges answered in this try so far.</param>
    /// <param name="isStale">Whether the challenge says that the nonce was too old.</param>
    public static bool MayAnswer(int answered, bool isStale) => answered == 0 || (answered == 1 && isStale);

    /// <summary>Answers a challenge: by a new session, or by the one that is known for it, if that has moved on meanwhile.</summary>
    /// <param name="origin">Scheme, host and port.</param>
    /// <param name="target">Path and query of the request that was refused.</param>
    /// <param name="challenge">The challenge.</param>
    /// <param name="used">What the refused request was sent with; null: nothing.</param>
    /// <param name="ownNonce">A client's nonce, should one be needed.</param>
    public DigestTicket Answer(string origin, string target, DigestChallenge challenge, DigestTicket? used, string ownNonce)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        var at = _spaces.FindIndex(space => space.Origin == origin && space.Session.Challenge.Realm == challenge.Realm);
        if (at >= 0)
        {
            // Many requests may have been under way with the nonce that is no longer good, or with none: the first of them to be told brings
            // the new one, and the others go over to that. Else each would begin a session of its own.
            var known = _spaces[at].Session;
            if (used?.Nonce != known.Nonce && known.Challenge.IsLike(challenge) && _spaces[at].Fit(target) >= 0)
            {
                return Use(at);
            }

            _spaces.RemoveAt(at);
        }

        if (_spaces.Count == Most)
        {
            _spaces.RemoveAt(0);
        }

        _spaces.Add(new Space(origin, target, new DigestSession(challenge, username, password, ownNonce)));
        return _spaces[^1].Session.Take();
    }

    private DigestTicket Use(int at)
    {
        var space = _spaces[at];
        _spaces.RemoveAt(at);
        _spaces.Add(space);
        return space.Session.Take();
    }

    private sealed record Space(string Origin, string FirstTarget, DigestSession Session)
    {
        private const int Named = 1 << 20;

        /// <summary>How well a path lies in the space; negative: not at all.</summary>
        public int Fit(string target)
        {
            if (Session.Challenge.Domain.IsEmpty)
            {
                // The whole server. Of two that claim that, the one whose first request was nearer.
                return target.AsSpan().CommonPrefixLength(FirstTarget);
            }

            var best = -1;
            foreach (var place in Session.Challenge.Domain)
            {
                var path = place.StartsWith(Origin, StringComparison.OrdinalIgnoreCase) ? place.AsSpan(Origin.Length) : place;
                if (path.IsEmpty || (path[0] == '/' && target.AsSpan().StartsWith(path, StringComparison.Ordinal)))
                {
                    best = Math.Max(best, Named + path.Length);
                }
            }

            return best;
        }
    }
}
