using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>A member as one edge sees it: what the edge holds against it for itself alone (its overlay).</summary>
internal sealed class MemberView
{
    private TimeSpan _until = TimeSpan.MinValue;

    public MemberView(string id, SuspensionPolicy? policy)
    {
        Id = id;
        Policy = policy;
    }

    public string Id { get; }

    /// <summary>Null for a member that is a group: its own leaves carry the state.</summary>
    public SuspensionPolicy? Policy { get; set; }

    /// <summary>The length of the last overlay since a success; zero: none.</summary>
    public TimeSpan LastLength { get; private set; }

    /// <summary>Overlays in a row.</summary>
    public int Overlays { get; private set; }

    public bool IsUsableAt(TimeSpan now) => now >= _until;

    /// <summary>How much longer this edge leaves the member alone.</summary>
    public TimeSpan RemainingAt(TimeSpan now) => IsUsableAt(now) ? TimeSpan.Zero : _until - now;

    /// <summary>Notes a failure. Attempts that were in flight when the overlay began do not lengthen it.</summary>
    public void Failed(int errorCode, TimeSpan now)
    {
        if (Policy is null || !Policy.AppliesTo(errorCode) || !IsUsableAt(now))
        {
            return;
        }

        LastLength = Policy.Next(LastLength);
        Overlays++;
        _until = LastLength > TimeSpan.MaxValue - now ? TimeSpan.MaxValue : now + LastLength;
    }

    /// <summary>Notes a success: the overlay, if any, is over.</summary>
    public void Succeeded()
    {
        _until = TimeSpan.MinValue;
        LastLength = TimeSpan.Zero;
        Overlays = 0;
    }
}
