using System.Collections.Immutable;

namespace Gateway.Core.Routing;

/// <summary>Two APIs that want to answer under one and the same context.</summary>
/// <param name="Context">The context both claim.</param>
/// <param name="First">The API that is written first.</param>
/// <param name="Second">The API that is written later.</param>
public sealed record ContextConflict(string Context, ApiDefinition First, ApiDefinition Second);

/// <summary>Under which contexts an API answers, in the form in which the route table keeps them.</summary>
public static class ApiContexts
{
    private const string Placeholder = "{version}";

    /// <summary>The context with the version in it, without a trailing slash; empty for the root.</summary>
    public static string Versioned(ApiDefinition api) => Canonical(api.FullContext);

    /// <summary>
    /// The context without the version, under which the default version answers as well: <c>{version}</c> goes with its slash when it
    /// is a whole segment, else alone. Empty for the root.
    /// </summary>
    public static string Unversioned(ApiDefinition api) =>
        Canonical(string.Join('/', api.Context.Split('/').Where(segment => segment != Placeholder)))
        .Replace(Placeholder, "", StringComparison.Ordinal);

    /// <summary>
    /// Every context that two APIs claim. A versioned and an unversioned context may be equal: the versioned one wins, as in WSO2.
    /// What is retired claims nothing. A default version that is only created waits for the context without a version while another
    /// API that is deployed has it.
    /// </summary>
    public static ImmutableArray<ContextConflict> Conflicts(ImmutableArray<ApiDefinition> apis)
    {
        var conflicts = ImmutableArray.CreateBuilder<ContextConflict>();
        var versioned = new Dictionary<string, ApiDefinition>(apis.Length, StringComparer.Ordinal);
        var unversioned = new Dictionary<string, ApiDefinition>(StringComparer.Ordinal);
        var waiting = new Dictionary<string, ApiDefinition>(StringComparer.Ordinal);
        foreach (var api in apis.Where(api => api.Lifecycle != Lifecycle.Retired))
        {
            Claim(versioned, Versioned(api), api);
            if (api.DefaultVersion)
            {
                Claim(LifecycleRules.IsDeployed(api.Lifecycle) ? unversioned : waiting, Unversioned(api), api);
            }
        }

        return conflicts.ToImmutable();

        void Claim(Dictionary<string, ApiDefinition> owners, string context, ApiDefinition api)
        {
            if (!owners.TryAdd(context, api))
            {
                conflicts.Add(new ContextConflict(context.Length == 0 ? "/" : context, owners[context], api));
            }
        }
    }

    private static string Canonical(string context) => PercentEncoding.Canonical(context.TrimEnd('/'));
}
