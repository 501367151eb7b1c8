using Gateway.Core.Addresses;

namespace Gateway.Edge.Addresses;

/// <summary>How often refusals of one kind are told: a client can make as many as it likes. Not safe for concurrent use.</summary>
internal sealed class RefusalPace
{
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);

    private readonly Dictionary<AddressRefusal, TimeSpan> _told = [];

    public bool IsDue(AddressRefusal refusal, TimeSpan now)
    {
        if (_told.TryGetValue(refusal, out var last) && now - last < Least)
        {
            return false;
        }

        _told[refusal] = now;
        return true;
    }
}
