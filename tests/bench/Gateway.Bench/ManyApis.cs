using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Routing;

namespace Gateway.Bench;

/// <summary>A catalog of 10,000 APIs with 10 resources each, of every kind; a quarter of them are default versions.</summary>
internal static class ManyApis
{
    private static readonly ImmutableArray<ResourceDefinition> Resources =
    [
        Resource("/pets", "GET", "POST"),
        Resource("/pets/{petId}", "GET", "PUT", "DELETE"),
        Resource("/pets/{petId}/photos", "GET", "POST"),
        Resource("/pets/{petId}/photos/{photoId}", "GET", "DELETE"),
        Resource("/owners", "GET", "POST"),
        Resource("/owners/{ownerId}/pets/{petId}", "GET"),
        Resource("/files/*", "GET"),
        Resource("/files/{+path}", "PUT"),
        Resource("/search?q={query}", "GET"),
        Resource("/*", "OPTIONS"),
    ];

    public static ImmutableArray<ApiDefinition> Make() => [.. Enumerable.Range(0, 10_000).Select(Api)];

    private static ApiDefinition Api(int i) => new(
        $"Api{i}", $"/area{i % 100}/team{i % 17}/api{i}", "1.0.0", i % 4 == 0, Lifecycle.Published, "backend", "", ApiSecurity.None,
        Transports.Http | Transports.Https, Resources, new SourcePlace("deployment.toml", i + 1, 1));

    private static ResourceDefinition Resource(string path, params string[] methods) =>
        new(path, [.. methods], new SourcePlace("deployment.toml", 1, 1));
}
