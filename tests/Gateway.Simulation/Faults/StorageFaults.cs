using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Simulation.Faults;

/// <summary>The next epoch is the stored one and one more: storage that is rolled back gives it twice.</summary>
internal sealed class EpochFromStorageOnly : Plant
{
    public override Epoch EpochAfter(long stored, long seen, long utcMilliseconds, long random) => new(stored + 1, 0);
}

/// <summary>A write does not ask whose record it replaces.</summary>
internal sealed class UnconditionalWrites : Plant
{
    public override bool Matches(long condition, long stored) => true;
}

/// <summary>A new activation knows who is suspended, and not for how many times.</summary>
internal sealed class ProgressionForgotten : Plant
{
    public override GroupRecord Stored(GroupRecord record) =>
        record with { Members = [.. record.Members.Select(member => member with { Suspensions = 0, LastSuspensionMs = 0 })] };
}

/// <summary>A new activation begins with every member in use.</summary>
internal sealed class SuspensionsForgotten : Plant
{
    public override GroupRecord Stored(GroupRecord record) =>
        record with { Members = [.. record.Members.Select(member => member with { State = MemberState.Active })] };
}

/// <summary>The end of a suspension is another machine's time of day, whatever its clock says.</summary>
internal sealed class NoClamp : Plant
{
    public override GroupRecord Stored(GroupRecord record) =>
        record with { Members = [.. record.Members.Select(member => member with { LengthMs = member.LengthMs + 3_600_000 })] };
}
