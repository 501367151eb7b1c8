using Gateway.Core.Groups;
using Gateway.Core.Sessions;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Sessions;

/// <summary>What ties requests to members of one group: a session, a key of the algorithm <c>hash</c>, or both.</summary>
/// <param name="sessionKey">What sessions are known by, if that can be told from the request's head.</param>
/// <param name="soap">What they are known by, if it stands in the header of a SOAP message.</param>
/// <param name="dealKey">What the algorithm looks at.</param>
/// <param name="cookie">Names a session's member; null: nothing does.</param>
internal sealed class GroupAffinity(RequestKey? sessionKey, SoapSession? soap, RequestKey? dealKey, SessionCookie? cookie)
{
    public SessionCookie? Cookie => cookie;

    public SoapSession? Soap => soap;

    /// <summary>How much of a body has to be kept: what is read of it before a member is chosen.</summary>
    public int BodyRead => soap is null ? 0 : MessageStart.Most;

    /// <summary>Reads what ties a request.</summary>
    /// <returns>Null when its body cannot be read.</returns>
    public ValueTask<SessionTie?> TieAsync(GatewayRequest request)
    {
        if (soap is not null)
        {
            return TieBySoapAsync(request, soap);
        }

        var key = sessionKey?.Of(request) ?? 0;
        var end = TimeSpan.Zero;
        var member = cookie?.MemberOf(request.Http, key, out end);
        return new(Tie(request, key, member, end, default));
    }

    private async ValueTask<SessionTie?> TieBySoapAsync(GatewayRequest request, SoapSession session)
    {
        // A group around this one has read it, and has taken out what was added.
        var known = session.Tokens is null ? null : SessionTie.SoapIdOf(request.Tie);
        if ((known ?? await session.ReadAsync(request)) is not { } id)
        {
            return null;
        }

        var key = RequestKeys.OfText(id.Own);
        var end = TimeSpan.Zero;
        var member = session.MemberOf(id) ?? cookie?.MemberOf(request.Http, key, out end);
        return Tie(request, key, member, end, id);
    }

    private SessionTie Tie(GatewayRequest request, ulong key, string? member, TimeSpan cookieEnd, SoapSessionId id)
    {
        var wish = new PickWish(MaySendOn: false, key != 0 ? key : dealKey?.Of(request) ?? 0) { Member = member, IsSession = key != 0 };
        return new SessionTie(this, request.Tie, wish, cookieEnd) { SoapId = id };
    }
}
