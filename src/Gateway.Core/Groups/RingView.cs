using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>A ring as an edge walks it: positions resolved to the edge's own members, by id and never by index.</summary>
internal sealed class RingView
{
    private readonly ImmutableArray<int> _positions;
    private readonly ImmutableArray<GroupMember> _ids;
    private readonly MemberView?[] _members;

    /// <summary>Resolves a ring.</summary>
    /// <param name="version">The ring's name within its epoch.</param>
    /// <param name="firstOffset">The first offset it deals.</param>
    /// <param name="positions">For each position the index of its member.</param>
    /// <param name="members">The members that the positions index.</param>
    /// <param name="find">Finds this edge's view of a member; null where its catalog has none of that id.</param>
    public RingView(
        long version, long firstOffset, ImmutableArray<int> positions, ImmutableArray<GroupMember> members, Func<string, MemberView?> find)
    {
        Version = version;
        FirstOffset = firstOffset;
        _positions = positions;
        _ids = members;
        _members = new MemberView?[members.Length];
        for (var i = 0; i < _members.Length; i++)
        {
            _members[i] = find(members[i].Id);
        }
    }

    public long Version { get; }

    public long FirstOffset { get; }

    public int Length => _positions.Length;

    /// <summary>The member whose turn an offset is; null when this edge does not know it.</summary>
    public MemberView? MemberOf(long offset) => _members[_positions[Ring.PositionOf(offset, FirstOffset, Length)]];

    /// <summary>The member at a place, counted round and round.</summary>
    public MemberView? At(ulong place) => _members[_positions[(int)(place % (ulong)Length)]];

    /// <summary>The same ring over another catalog's members: those that this edge did not know before are found now.</summary>
    public RingView Over(Func<string, MemberView?> find) => new(Version, FirstOffset, _positions, _ids, find);
}
