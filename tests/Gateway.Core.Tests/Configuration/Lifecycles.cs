using CsCheck;
using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Configuration;

/// <summary>What an API may say of its life, drawn by chance.</summary>
internal static class Lifecycles
{
    public static Gen<Func<ApiDefinition, ApiDefinition>> Any { get; } = Catalogs.Among(Enum.GetValues<Lifecycle>())
        .Select<Lifecycle, Func<ApiDefinition, ApiDefinition>>(state => api => api with { Lifecycle = state });
}
