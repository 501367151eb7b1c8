using Gateway.Core.Groups;

namespace Gateway.Core.Tests.Groups.Simulation;

/// <summary>One record with conditional writes, some of which are applied and yet reported as failed.</summary>
internal sealed class SimulatedStorage(VirtualTime time, GroupRecord first)
{
    private GroupRecord _record = first;
    private GroupRecord _before = first;
    private long _tag;

    public bool IsUp { get; set; } = true;

    public double UnclearWrites { get; set; }

    public (GroupRecord Record, long Tag) Read() => (_record, _tag);

    public bool TryWrite(GroupRecord record, ref long tag)
    {
        if (!IsUp || tag != _tag)
        {
            return false;
        }

        (_before, _record) = (_record, record);
        _tag++;
        if (time.Chance(UnclearWrites))
        {
            return false;
        }

        tag = _tag;
        return true;
    }

    /// <summary>Loses the last write, as a store that has failed over to a replica does.</summary>
    public void RollBack()
    {
        _record = _before;
        _tag++;
    }
}
