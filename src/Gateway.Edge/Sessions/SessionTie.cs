using System.Net.Http.Headers;
using Gateway.Core.Groups;
using Gateway.Core.Sessions;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Sessions;

/// <summary>What ties one request to a member of one group that it passes: the groups that it is within make a chain.</summary>
internal sealed class SessionTie
{
    private readonly GroupAffinity _affinity;

    /// <param name="affinity">The group's.</param>
    /// <param name="outer">The tie of a group around it, if any.</param>
    /// <param name="wish">What the request says.</param>
    /// <param name="cookieEnd">The end of the cookie that the member is known by, since 1970; zero without one.</param>
    public SessionTie(GroupAffinity affinity, SessionTie? outer, PickWish wish, TimeSpan cookieEnd)
    {
        _affinity = affinity;
        Outer = outer;
        Wish = wish;
        CookieEnd = cookieEnd;
    }

    public SessionTie? Outer { get; }

    public PickWish Wish { get; }

    public TimeSpan CookieEnd { get; }

    /// <summary>The session's id in a SOAP message; nothing: there is none.</summary>
    public SoapSessionId SoapId { get; init; }

    /// <summary>Whether a group of the chain adds to the id in a SOAP answer.</summary>
    public bool CarriesInAnswer => _affinity.Soap is { Tokens: not null } || Outer is { CarriesInAnswer: true };

    /// <summary>The member being tried.</summary>
    public string Member { get; set; } = "";

    /// <summary>The tie of a group that the request is passing.</summary>
    /// <param name="innermost">Where the chain begins.</param>
    /// <param name="affinity">The group's.</param>
    public static SessionTie Of(SessionTie? innermost, GroupAffinity affinity)
    {
        while (innermost!._affinity != affinity)
        {
            innermost = innermost.Outer;
        }

        return innermost;
    }

    /// <summary>The id that a group of a chain has read in a SOAP message; null: none has.</summary>
    /// <param name="innermost">Where the chain begins.</param>
    public static SoapSessionId? SoapIdOf(SessionTie? innermost)
    {
        while (innermost is not null && innermost._affinity.Soap is not { Tokens: not null })
        {
            innermost = innermost.Outer;
        }

        return innermost?.SoapId;
    }

    /// <summary>A session's id as the client is to have it: with the members that this request is with.</summary>
    /// <param name="own">The service's part.</param>
    public string Carried(string own) =>
        (Outer?.Carried(own) ?? own) + (_affinity.Soap?.Added(own, Member) ?? "");

    /// <summary>Takes the gateway's own cookies out of what is sent on: they are none of the backend's business.</summary>
    public void StripFrom(HttpRequestHeaders headers, HttpContext http)
    {
        var sent = http.Request.Headers.Cookie;
        if (sent.Count == 0)
        {
            return;
        }

        var whole = sent.Count == 1 ? sent[0] ?? "" : string.Join("; ", sent.ToArray());
        var left = whole;
        for (var tie = this; tie is not null; tie = tie.Outer)
        {
            left = tie._affinity.Cookie is { } cookie ? CookiePairs.Without(left, cookie.Name) : left;
        }

        if (left.Length == whole.Length)
        {
            return;
        }

        headers.Remove("Cookie");
        if (left.Length > 0)
        {
            headers.TryAddWithoutValidation("Cookie", left);
        }
    }

    /// <summary>Writes the cookies that tell the client's next request where to go, as far as the client has not got them.</summary>
    /// <param name="http">The exchange; its answer is about to begin.</param>
    /// <param name="contextLength">How much of the path is the API's context.</param>
    /// <param name="path">The path as the client wrote it.</param>
    public void Answer(HttpContext http, string path, int contextLength)
    {
        for (var tie = this; tie is not null; tie = tie.Outer)
        {
            tie._affinity.Cookie?.Offer(tie, http, path.AsSpan(0, contextLength));
        }
    }
}
