namespace Gateway.Silo.Clustering;

/// <summary>
/// The cluster's membership as every silo's own clock has it, and as Redis' clock has it in Redis. Orleans stamps rows with the time of day
/// and compares what others stamped with its own: by this, silos whose clocks are apart agree on who is alive.
/// </summary>
/// <param name="redis">The table in Redis.</param>
/// <param name="time">What time it is there.</param>
internal sealed class RedisTimeTable(IMembershipTable redis, RedisTime time) : IMembershipTable
{
    /// <inheritdoc />
    public async Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken = default)
    {
        await redis.InitializeMembershipTableAsync(tryInitTableVersion, cancellationToken);
        await time.OffsetAsync(cancellationToken);
    }

    /// <inheritdoc />
    public Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken = default) =>
        redis.DeleteMembershipTableEntriesAsync(clusterId, cancellationToken);

    /// <inheritdoc />
    public async Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken = default)
    {
        var offset = await time.OffsetAsync(cancellationToken);
        await redis.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(offset.ToRedis(beforeDate.UtcDateTime)), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken = default)
    {
        var offset = await time.OffsetAsync(cancellationToken);
        return (await redis.ReadRowAsync(key, cancellationToken)).InOwnTime(offset);
    }

    /// <inheritdoc />
    public async Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken = default)
    {
        var offset = await time.OffsetAsync(cancellationToken);
        return (await redis.ReadAllAsync(cancellationToken)).InOwnTime(offset);
    }

    /// <inheritdoc />
    public async Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken = default)
    {
        var offset = await time.OffsetAsync(cancellationToken);
        return await redis.InsertRowAsync(entry.InRedisTime(offset), tableVersion, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<bool> UpdateRowAsync(
        MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken = default)
    {
        var offset = await time.OffsetAsync(cancellationToken);
        return await redis.UpdateRowAsync(entry.InRedisTime(offset), etag, tableVersion, cancellationToken);
    }

    /// <inheritdoc />
    public async Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken = default)
    {
        var offset = await time.OffsetAsync(cancellationToken);
        await redis.UpdateIAmAliveAsync(entry.InRedisTime(offset), cancellationToken);
    }

    // What follows is how Orleans called them before they could be cancelled.

    Task IMembershipTable.InitializeMembershipTable(bool tryInitTableVersion) => InitializeMembershipTableAsync(tryInitTableVersion);

    Task IMembershipTable.DeleteMembershipTableEntries(string clusterId) => DeleteMembershipTableEntriesAsync(clusterId);

    Task IMembershipTable.CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => CleanupDefunctSiloEntriesAsync(beforeDate);

    Task<MembershipTableData> IMembershipTable.ReadRow(SiloAddress key) => ReadRowAsync(key);

    Task<MembershipTableData> IMembershipTable.ReadAll() => ReadAllAsync();

    Task<bool> IMembershipTable.InsertRow(MembershipEntry entry, TableVersion tableVersion) => InsertRowAsync(entry, tableVersion);

    Task<bool> IMembershipTable.UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        UpdateRowAsync(entry, etag, tableVersion);

    Task IMembershipTable.UpdateIAmAlive(MembershipEntry entry) => UpdateIAmAliveAsync(entry);
}
