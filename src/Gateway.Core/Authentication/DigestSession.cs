using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Core.Authentication;

/// <summary>
/// What answers a challenge for as long as its nonce is good: what is made of name and password, and how often the nonce was used. Not
/// safe for concurrent use; <see cref="DigestTicket"/> is what one request takes out of it.
/// </summary>
public sealed class DigestSession
{
    private readonly string _user;
    private readonly string _secret;
    private readonly string _ownNonce;
    private int _count;

    /// <param name="challenge">The challenge.</param>
    /// <param name="username">The user.</param>
    /// <param name="password">A secret; nothing but a hash of it is kept.</param>
    /// <param name="ownNonce">The client's nonce, one for all requests under the server's: a server that binds the secret to the first
    /// one and a server that takes the present one then agree.</param>
    public DigestSession(DigestChallenge challenge, string username, string password, string ownNonce)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        Challenge = challenge;
        Nonce = challenge.Nonce;
        _ownNonce = ownNonce;
        var algorithm = challenge.Algorithm;
        var secret = algorithm.Hash($"{username}:{challenge.Realm}:{password}");
        _secret = algorithm.IsSession ? algorithm.Hash($"{secret}:{challenge.Nonce}:{ownNonce}") : secret;
        _user = challenge.HashesUser ? $"username=\"{algorithm.Hash($"{username}:{challenge.Realm}")}\""
            : Ascii.IsValid(username) && !username.Any(char.IsControl) ? $"username=\"{Escaped(username)}\""
            : $"username*=UTF-8''{Uri.EscapeDataString(username)}";
    }

    /// <summary>What it answers.</summary>
    public DigestChallenge Challenge { get; }

    /// <summary>The server's nonce in use.</summary>
    public string Nonce { get; private set; }

    /// <summary>
    /// Goes over to the nonce that an answer names as the next one (RFC 7616, 3.5: <c>nextnonce</c>), unless the session has moved on already.
    /// What is made of name and password stays.
    /// </summary>
    /// <param name="used">What the answered request was sent with.</param>
    /// <param name="next">The next nonce.</param>
    public void Continue(in DigestTicket used, string next)
    {
        if (used.Nonce == Nonce)
        {
            Nonce = next;
            _count = 0;
        }
    }

    /// <summary>Takes the next number of the nonce, for one request.</summary>
    public DigestTicket Take() => new(this, Nonce, ++_count);

    /// <summary>Gives a number back whose request never left, if it is the last one taken: the server counts what it gets.</summary>
    public void GiveBack(in DigestTicket ticket)
    {
        if (ticket.Nonce == Nonce && ticket.Count == _count)
        {
            _count--;
        }
    }

    /// <summary>The value of an <c>Authorization</c> header (RFC 7616, 3.4). It reads nothing that changes.</summary>
    /// <param name="ticket">Taken from this session.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="target">Path and query as they are sent.</param>
    /// <param name="bodyHash">The hash of the body, for <see cref="DigestQuality.AuthInt"/>; else not looked at.</param>
    public string Header(in DigestTicket ticket, string method, string target, string bodyHash = "")
    {
        var algorithm = Challenge.Algorithm;
        var asked = Challenge.Quality == DigestQuality.AuthInt
            ? algorithm.Hash($"{method}:{target}:{bodyHash}")
            : algorithm.Hash($"{method}:{target}");

        var header = new StringBuilder("Digest ").Append(_user)
            .Append(", realm=\"").Append(Escaped(Challenge.Realm)).Append("\", nonce=\"").Append(Escaped(ticket.Nonce))
            .Append("\", uri=\"").Append(target).Append('"');
        if (Challenge.NamesAlgorithm)
        {
            header.Append(", algorithm=").Append(algorithm.Name);
        }

        if (Challenge.Quality != DigestQuality.None)
        {
            header.Append(", qop=").Append(QualityName).Append(", nc=").Append(CountOf(ticket)).Append(", cnonce=\"").Append(_ownNonce).Append('"');
        }

        header.Append(", response=\"").Append(Response(ticket, asked)).Append('"');
        if (Challenge.Opaque is { } opaque)
        {
            header.Append(", opaque=\"").Append(Escaped(opaque)).Append('"');
        }

        if (Challenge.HashesUser)
        {
            header.Append(", userhash=true");
        }

        return header.ToString();
    }

    /// <summary>
    /// Whether the server has proved that it knows the secret, too (RFC 7616, 3.5: <c>rspauth</c>). With <see cref="DigestQuality.AuthInt"/> its
    /// whole answer is part of that, which is not waited for.
    /// </summary>
    /// <param name="ticket">What the answered request was sent with.</param>
    /// <param name="target">Its path and query as they were sent.</param>
    /// <param name="info">What the answer says in <c>Authentication-Info</c>.</param>
    /// <returns>False: it says something else than what the secret gives. Null: it says nothing that could be judged.</returns>
    public bool? Proves(in DigestTicket ticket, string target, Challenge info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (info["rspauth"] is not { } proof || Challenge.Quality == DigestQuality.AuthInt || "auth-int".Equals(info["qop"], StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(proof.ToLowerInvariant()), Encoding.UTF8.GetBytes(Response(ticket, Challenge.Algorithm.Hash($":{target}"))));
    }

    /// <summary>Leaves what is made of name and password out.</summary>
    public override string ToString() => $"digest for '{Challenge.Realm}'";

    private string QualityName => Challenge.Quality == DigestQuality.AuthInt ? "auth-int" : "auth";

    private static string CountOf(in DigestTicket ticket) => ticket.Count.ToString("x8", CultureInfo.InvariantCulture);

    private string Response(in DigestTicket ticket, string asked) => Challenge.Algorithm.Hash(
        Challenge.Quality == DigestQuality.None
            ? $"{_secret}:{ticket.Nonce}:{asked}"
            : $"{_secret}:{ticket.Nonce}:{CountOf(ticket)}:{_ownNonce}:{QualityName}:{asked}");

    private static string Escaped(string value) =>
        value.AsSpan().ContainsAny('"', '\\')
            ? value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            : value;
}

/// <summary>One use of a nonce.</summary>
/// <param name="Session">Where it was taken.</param>
/// <param name="Nonce">The nonce.</param>
/// <param name="Count">How many times it has been used, this one included.</param>
public readonly record struct DigestTicket(DigestSession Session, string Nonce, int Count);
