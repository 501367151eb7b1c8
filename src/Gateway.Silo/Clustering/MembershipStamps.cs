namespace Gateway.Silo.Clustering;

/// <summary>The times of day in a row of the membership: of the start, of the last sign of life, and of the votes for its death.</summary>
internal static class MembershipStamps
{
    /// <summary>A copy whose stamps are Redis'. The entry itself belongs to Orleans and stays.</summary>
    public static MembershipEntry InRedisTime(this MembershipEntry own, ClockOffset offset) => With(own, offset.ToRedis);

    /// <summary>A copy whose stamps are one's own clock's.</summary>
    public static MembershipEntry InOwnTime(this MembershipEntry redis, ClockOffset offset) => With(redis, offset.ToOwn);

    /// <summary>The table with the stamps of one's own clock; rows, tags and version as they are.</summary>
    public static MembershipTableData InOwnTime(this MembershipTableData redis, ClockOffset offset) =>
        new([.. redis.Members.Select(row => Tuple.Create(row.Item1.InOwnTime(offset), row.Item2))], redis.Version);

    private static MembershipEntry With(MembershipEntry entry, Func<DateTime, DateTime> at) => new()
    {
        SiloAddress = entry.SiloAddress,
        Status = entry.Status,
        SuspectTimes = entry.SuspectTimes?.ConvertAll(vote => Tuple.Create(vote.Item1, at(vote.Item2))),
        ProxyPort = entry.ProxyPort,
        HostName = entry.HostName,
        SiloName = entry.SiloName,
        RoleName = entry.RoleName,
        UpdateZone = entry.UpdateZone,
        FaultZone = entry.FaultZone,
        StartTime = at(entry.StartTime),
        IAmAliveTime = at(entry.IAmAliveTime),
    };
}
