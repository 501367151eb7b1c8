using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Moves;

/// <summary>Decides whether an API may be moved through its life cycle, and what the catalog is then. The whole rule is here.</summary>
public static class ApiMoves
{
    /// <summary>Decides.</summary>
    /// <param name="catalog">The running catalog.</param>
    /// <param name="revision">Its number.</param>
    /// <param name="move">What is wished.</param>
    /// <param name="now">When: an API is deprecated from then on, unless its configuration has another date.</param>
    public static MoveDecision Decide(Catalog catalog, long revision, ApiMove move, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(move);
        if (Find(catalog, move) is not { } api)
        {
            return MoveDecision.Not(MoveStatus.NoSuchApi, default, $"Revision {revision} of the catalog has no API '{move.Name}' in version {move.Version}.");
        }

        if (move.Expect != 0 && move.Expect != revision)
        {
            return MoveDecision.Not(MoveStatus.RevisionMovedOn, api.Lifecycle, $"Revision {revision} is the running one, not {move.Expect}. Look at what has changed, then try again.");
        }

        if (move.State == api.Lifecycle)
        {
            return MoveDecision.Not(MoveStatus.Unchanged, api.Lifecycle, "");
        }

        var to = move.State ?? LifecycleRules.After(api.Lifecycle, move.Action!.Value);
        var action = to is { } wanted ? LifecycleRules.Between(api.Lifecycle, wanted) : null;
        return to is not { } state || action is null ? MoveDecision.Not(MoveStatus.Refused, api.Lifecycle, NoWay(api, move))
            : state == api.Lifecycle ? MoveDecision.Not(MoveStatus.Unchanged, state, "") with { Action = action }
            : Carry(catalog, api, state, action.Value, now);
    }

    private static MoveDecision Carry(Catalog catalog, ApiDefinition api, Lifecycle to, LifecycleAction action, DateTimeOffset now)
    {
        var takenFrom = Rival(catalog, api, to);
        var apis = catalog.Apis.Select(other =>
            ReferenceEquals(other, api) ? Moved(api, to, now)
            : ReferenceEquals(other, takenFrom) ? other with { DefaultVersion = false }
            : other);
        var bundle = CatalogWriter.Write(catalog.Endpoints.Values, apis, catalog.Files);

        // Read again as any catalog is: what a file may not say no move may bring about.
        var read = CatalogReader.Read("", bundle.Text);
        return read.Value is null
            ? MoveDecision.Not(MoveStatus.Refused, api.Lifecycle, string.Join(' ', read.Problems.Where(problem => problem.Severity == Severity.Error).Select(Sentence)))
            : new MoveDecision(MoveStatus.Moved, api.Lifecycle, to, action, "", bundle, takenFrom?.Version ?? "");
    }

    private static ApiDefinition Moved(ApiDefinition api, Lifecycle to, DateTimeOffset now)
    {
        var told = api.Deprecated ?? Deprecation.Unsaid;
        return to == Lifecycle.Deprecated && told.Since is null
            ? api with { Lifecycle = to, Deprecated = told with { Since = Earlier(DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()), told.Sunset) } }
            : api with { Lifecycle = to };
    }

    // RFC 9745, section 4: an API does not go before it has been deprecated, not even one that should have gone long ago.
    private static DateTimeOffset Earlier(DateTimeOffset now, DateTimeOffset? sunset) => sunset < now ? sunset.Value : now;

    /// <summary>
    /// The version that gives up being the default one: in WSO2 the default is the one that was marked and then published, so that
    /// publishing a marked version takes it from the one before.
    /// </summary>
    private static ApiDefinition? Rival(Catalog catalog, ApiDefinition api, Lifecycle to) =>
        api.DefaultVersion && LifecycleRules.IsDeployed(to) && !LifecycleRules.IsDeployed(api.Lifecycle)
            ? catalog.Apis.FirstOrDefault(other => other.DefaultVersion && !ReferenceEquals(other, api) && other.Name == api.Name
                && LifecycleRules.IsDeployed(other.Lifecycle))
            : null;

    private static ApiDefinition? Find(Catalog catalog, ApiMove move) =>
        catalog.Apis.FirstOrDefault(api => api.Name == move.Name && api.Version == move.Version);

    private static string NoWay(ApiDefinition api, ApiMove move)
    {
        var wish = move.State is { } state ? $"to {LifecycleWords.Of(state)}" : $"by '{LifecycleWords.Of(move.Action!.Value)}'";
        var ways = LifecycleRules.StepsFrom(api.Lifecycle).Where(step => step.To != api.Lifecycle)
            .Select(step => $"to {LifecycleWords.Of(step.To)} ({LifecycleWords.Of(step.Action)})").ToArray();
        return $"'{api.Name}' {api.Version} is {LifecycleWords.Of(api.Lifecycle)} and cannot be moved {wish}. "
            + (ways.Length == 0 ? "From there it cannot be moved at all." : $"It can be moved {string.Join(", ", ways)}.");
    }

    private static string Sentence(Problem problem) => $"The catalog would not be sound: {problem.Message}. {problem.Hint}";
}
