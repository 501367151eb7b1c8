using System.Globalization;
using Gateway.Core.Sessions;
using Gateway.Edge.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Sessions;

/// <summary>
/// The cookie that names the member of one group that a session is with. Where sessions have a key of their own it is written only when
/// the session is not with the member that its key belongs to, so that it stays where it has moved to.
/// </summary>
internal sealed class SessionCookie
{
    private const string Private = "private";

    private readonly SessionTokens _tokens;
    private readonly bool _isOfKey;
    private readonly ForwardedHeaders _proxies;
    private readonly string _afterPath;

    /// <param name="name">The cookie's name.</param>
    /// <param name="tokens">What it says.</param>
    /// <param name="isOfKey">Whether sessions have a key of their own.</param>
    /// <param name="proxies">Whose word on TLS counts.</param>
    public SessionCookie(string name, SessionTokens tokens, bool isOfKey, ForwardedHeaders proxies)
    {
        Name = name;
        _tokens = tokens;
        _isOfKey = isOfKey;
        _proxies = proxies;
        var seconds = (long)Math.Ceiling(tokens.Timeout.TotalSeconds);
        _afterPath = $"; Max-Age={seconds.ToString(CultureInfo.InvariantCulture)}; HttpOnly; SameSite=Lax";
    }

    public string Name { get; }

    /// <summary>The member that a request's cookie names.</summary>
    /// <param name="http">The request.</param>
    /// <param name="key">The key of its session; 0: none.</param>
    /// <param name="end">When the cookie's time is up, since 1970.</param>
    /// <returns>Null without one that counts: forged, expired, another group's, or its member is gone.</returns>
    public string? MemberOf(HttpContext http, ulong key, out TimeSpan end)
    {
        end = default;
        if (_isOfKey && key == 0)
        {
            return null;
        }

        foreach (var header in http.Request.Headers.Cookie)
        {
            // There may be several, of longer and of shorter paths: the first one that counts.
            var pairs = new CookiePairs(header);
            while (pairs.MoveNext())
            {
                if (pairs.Name.SequenceEqual(Name) && _tokens.Seal.TryRead(pairs.Value, BindingOf(key), _tokens.Now, out var tag, out end)
                    && _tokens.MemberOf(tag) is { } member)
                {
                    return member;
                }
            }
        }

        return null;
    }

    /// <summary>Writes the cookie if the client's next request needs it: another member, or a tenth of its time has passed.</summary>
    /// <param name="tie">The request's tie to the group.</param>
    /// <param name="http">The exchange.</param>
    /// <param name="context">The API's context as the client wrote it.</param>
    public void Offer(SessionTie tie, HttpContext http, ReadOnlySpan<char> context)
    {
        var key = tie.Wish.IsSession ? tie.Wish.Key : 0;
        if (_isOfKey && key == 0)
        {
            return;
        }

        var isNeeded = tie.Wish.Member is { } known
            ? known != tie.Member || _tokens.IsOld(tie.CookieEnd)
            : !_isOfKey || !_tokens.IsHome(key, tie.Member);
        if (isNeeded && _tokens.Write(tie.Member, BindingOf(key)) is { } token)
        {
            var secure = http.Request.IsHttps || IsTlsBefore(http) ? "; Secure" : "";
            http.Response.Headers.Append("Set-Cookie", $"{Name}={token}; Path={PathOf(context)}{_afterPath}{secure}");
            KeepFromCaches(http.Response.Headers);
        }
    }

    // A semicolon ends an attribute: what stands before its part of the path is a path, too, and one that the request's begins with.
    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> context)
    {
        var end = context.IndexOf(';');
        var path = end < 0 ? context : context[..context[..end].LastIndexOf('/')];
        return path.IsEmpty ? "/" : path;
    }

    // Like HAProxy's "nocache": whoever got the answer from a shared cache would get somebody else's session.
    private static void KeepFromCaches(IHeaderDictionary headers)
    {
        foreach (var value in headers.CacheControl)
        {
            foreach (var directive in value.AsSpan().Split(','))
            {
                var said = value.AsSpan()[directive].Trim();
                if (said.Equals(Private, StringComparison.OrdinalIgnoreCase) || said.Equals("no-store", StringComparison.OrdinalIgnoreCase))
                {
                    return;
                }
            }
        }

        headers.Append("Cache-Control", Private);
    }

    private ulong BindingOf(ulong key) => _isOfKey ? key : 0;

    private bool IsTlsBefore(HttpContext http) =>
        _proxies.Trusts(http) && http.Request.Headers["X-Forwarded-Proto"].ToString().Equals("https", StringComparison.OrdinalIgnoreCase);
}
