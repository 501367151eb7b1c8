using System.Collections.Immutable;

namespace Gateway.Core.Authentication;

/// <summary>The quality of protection of HTTP Digest (RFC 7616, 3.3).</summary>
public enum DigestQuality
{
    /// <summary>As in RFC 2069: neither client's nonce nor count.</summary>
    None,

    /// <summary>Method and address are part of what is proved.</summary>
    Auth,

    /// <summary>The body, too.</summary>
    AuthInt,
}

/// <summary>A challenge of HTTP Digest that can be answered.</summary>
/// <param name="Realm">What name and password are for.</param>
/// <param name="Nonce">The server's once-only text.</param>
/// <param name="Opaque">To be sent back; null: none.</param>
/// <param name="Algorithm">The hash.</param>
/// <param name="NamesAlgorithm">Whether the challenge names it: an answer to one that does not names none either.</param>
/// <param name="Quality">What is proved.</param>
/// <param name="IsStale">Whether only the nonce was too old.</param>
/// <param name="HashesUser">Whether the name goes out as a hash.</param>
/// <param name="Domain">Absolute paths and addresses that the challenge is for; empty: the whole server.</param>
public sealed record DigestChallenge(
    string Realm, string Nonce, string? Opaque, DigestAlgorithm Algorithm, bool NamesAlgorithm, DigestQuality Quality, bool IsStale,
    bool HashesUser, ImmutableArray<string> Domain)
{
    private const int MostPlaces = 32;

    /// <summary>
    /// The strongest challenge of an answer; of two that are as strong, the one that the server names first (RFC 7616, 3.7). Between the
    /// qualities that one offers, <c>auth</c> goes before <c>auth-int</c>, which needs the whole body before its first byte is sent.
    /// </summary>
    /// <param name="headers">The values of the answer's <c>WWW-Authenticate</c> headers.</param>
    /// <returns>Null when none can be answered.</returns>
    public static DigestChallenge? Choose(IEnumerable<string> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        DigestChallenge? chosen = null;
        foreach (var challenge in headers.SelectMany(header => ChallengeReader.ReadChallenges(header)))
        {
            if (Of(challenge) is { } digest && (chosen is null || digest.Algorithm.Strength > chosen.Algorithm.Strength))
            {
                chosen = digest;
            }
        }

        return chosen;
    }

    /// <summary>Whether what answers this one answers the other, but for the nonce.</summary>
    public bool IsLike(DigestChallenge other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Algorithm == other.Algorithm && NamesAlgorithm == other.NamesAlgorithm && Quality == other.Quality
            && HashesUser == other.HashesUser;
    }

    private static DigestChallenge? Of(Challenge challenge)
    {
        if (!challenge.Is("Digest") || challenge["realm"] is not { } realm || challenge["nonce"] is not { Length: > 0 } nonce
            || DigestAlgorithm.Find(challenge["algorithm"]) is not { } algorithm || Qualities(challenge["qop"]) is not { } quality)
        {
            return null;
        }

        return new DigestChallenge(
            realm, nonce, challenge["opaque"], algorithm, challenge["algorithm"] is not null, quality, IsTrue(challenge["stale"]),
            IsTrue(challenge["userhash"]),
            [.. (challenge["domain"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostPlaces)]);
    }

    private static DigestQuality? Qualities(string? offered)
    {
        if (offered is null)
        {
            return DigestQuality.None;
        }

        string[] all = offered.Split(',', StringSplitOptions.TrimEntries);
        return all.Contains("auth", StringComparer.OrdinalIgnoreCase) ? DigestQuality.Auth
            : all.Contains("auth-int", StringComparer.OrdinalIgnoreCase) ? DigestQuality.AuthInt
            : null;
    }

    private static bool IsTrue(string? value) => "true".Equals(value, StringComparison.OrdinalIgnoreCase);
}
