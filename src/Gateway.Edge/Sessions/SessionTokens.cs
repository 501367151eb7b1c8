using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Groups;
using Gateway.Core.Sessions;

namespace Gateway.Edge.Sessions;

/// <summary>Tokens that name members of one group, until their time is up.</summary>
internal sealed class SessionTokens
{
    private readonly TimeProvider _clock;
    private readonly ImmutableArray<GroupMember> _members;
    private readonly FrozenDictionary<ulong, string> _byTag;
    private readonly FrozenDictionary<string, ulong> _tags;

    /// <param name="seal">Signs them.</param>
    /// <param name="timeout">How long a session lives.</param>
    /// <param name="members">The group's members.</param>
    /// <param name="clock">The time of day.</param>
    public SessionTokens(SessionSeal seal, TimeSpan timeout, ImmutableArray<GroupMember> members, TimeProvider clock)
    {
        Seal = seal;
        Timeout = timeout;
        _members = members;
        _clock = clock;
        _tags = members.ToFrozenDictionary(member => member.Id, member => seal.TagOf(member.Id), StringComparer.Ordinal);
        _byTag = _tags.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    }

    public SessionSeal Seal { get; }

    public TimeSpan Timeout { get; }

    /// <summary>The time of day, since 1970.</summary>
    public TimeSpan Now => _clock.GetUtcNow() - DateTimeOffset.UnixEpoch;

    /// <summary>The member that a tag stands for; null: one that is gone.</summary>
    public string? MemberOf(ulong tag) => _byTag.GetValueOrDefault(tag);

    /// <summary>Writes a token for a member; null where the group has none of that name.</summary>
    /// <param name="member">The member.</param>
    /// <param name="key">The number of the key that the session is known by; 0: none.</param>
    public string? Write(string member, ulong key) => _tags.TryGetValue(member, out var tag) ? Seal.Write(tag, key, Now + Timeout) : null;

    /// <summary>Whether a token is to be written anew: a tenth of its time has passed, or its time is that of another configuration.</summary>
    public bool IsOld(TimeSpan end) => (Timeout - (end - Now)).Duration() > Timeout / 10;

    /// <summary>Whether a key belongs to a member as long as all are well.</summary>
    public bool IsHome(ulong key, string member) => Rendezvous.First(key, _members) == member;
}
