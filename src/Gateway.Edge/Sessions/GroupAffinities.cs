using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Sessions;
using Gateway.Edge.Forwarding;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Sessions;

/// <summary>Makes a catalog's groups ready to tie requests to members.</summary>
internal sealed partial class GroupAffinities
{
    private readonly byte[] _key;
    private readonly ForwardedHeaders _proxies;
    private readonly ClientAddress _clients;
    private readonly TimeProvider _clock;
    private readonly ILogger<GroupAffinities> _logger;

    /// <param name="key">The cluster's secret; empty: none.</param>
    /// <param name="proxies">Whose headers count.</param>
    /// <param name="clock">The time of day.</param>
    /// <param name="logger">Says what cannot be done.</param>
    public GroupAffinities(byte[] key, ForwardedHeaders proxies, TimeProvider clock, ILogger<GroupAffinities> logger)
    {
        _key = key;
        _proxies = proxies;
        _clients = new ClientAddress(proxies);
        _clock = clock;
        _logger = logger;
    }

    /// <summary>What ties requests to members of a group.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="group">One of its groups.</param>
    /// <returns>Null when nothing does.</returns>
    public GroupAffinity? Of(Core.Configuration.Catalog catalog, GroupEndpoint group)
    {
        var session = group.Settings.Session;
        var dealKey = (group as LoadBalanceEndpoint)?.HashKey is { } hash ? new RequestKey(hash, _clients) : null;
        var tokens = session.Kind == SessionKind.None ? null : TokensOf(catalog, group, session);
        var cookie = tokens is null || session.Kind == SessionKind.Soap ? null
            : new SessionCookie(session.CookieOf(group.Name), tokens, session.Kind != SessionKind.Cookie, _proxies);
        return session.Kind switch
        {
            SessionKind.Header => new GroupAffinity(new RequestKey(new HashKey(HashSource.Header, session.Name), _clients), null, dealKey, cookie),
            SessionKind.ClientId => new GroupAffinity(null, SoapSession.OfClient, dealKey, cookie),
            SessionKind.Soap => new GroupAffinity(null, SoapSession.OfService(tokens), dealKey, null),
            _ => cookie is null && dealKey is null ? null : new GroupAffinity(null, null, dealKey, cookie),
        };
    }

    // Header and ClientID can do without: sessions only do not stay where they have moved to.
    private SessionTokens? TokensOf(Core.Configuration.Catalog catalog, GroupEndpoint group, SessionSettings session)
    {
        if (_key.Length == 0)
        {
            if (session.NeedsKey)
            {
                LogNoKey(group.Name);
            }

            return null;
        }

        return new SessionTokens(new SessionSeal(_key, group.Name), session.Timeout, GroupDefinition.Find(catalog, group.Name)!.Members, _clock);
    }

    [LoggerMessage(EventId = 3401, EventName = "SessionsNeedKey", Level = LogLevel.Error,
        Message = "Group {Group} has sessions that are signed, and this node has no key: its requests go to any member. "
            + "Set [cluster] key, the same on every edge, and start this node again")]
    private partial void LogNoKey(string group);
}
