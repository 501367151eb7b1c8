using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Configuration;

/// <summary>What an API may say of its life and of pages that call it, drawn by chance.</summary>
internal static class Lifecycles
{
    private static readonly Gen<DateTimeOffset> Moment = Gen.Long[0, 4_000_000_000].Select(DateTimeOffset.FromUnixTimeSeconds);

    private static readonly Gen<Deprecation?> Deprecated = Gen.Select(
        Catalogs.Among(0, 1, 2, 3, 4), Moment, Gen.Int[0, 86_400], Catalogs.Among("", "https://a.example/why?a=1#b"), Catalogs.Among("", "/pets/2"),
        (kind, since, after, link, successor) => kind switch
        {
            0 => null,
            1 => new Deprecation(since, null, link, successor),
            2 => new Deprecation(null, since, link, successor),
            3 => new Deprecation(since, since.AddSeconds(after), link, successor),
            _ => new Deprecation(null, null, "/why", successor),
        });

    private static readonly Gen<CorsPolicy?> Cors = Gen.Select(
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool), List("https://*.example.com", "http://a:8080", "capacitor://localhost"), List("GET", "QUERY"),
        List("X-A", "b"), List("C"), Gen.OneOf(Gen.Const((TimeSpan?)null), Gen.Int[0, 86_400].Select(s => (TimeSpan?)TimeSpan.FromSeconds(s))),
        (flags, origins, methods, headers, exposed, age) => !flags.Item1 ? null : new CorsPolicy
        {
            Enabled = flags.Item2,
            AllowOrigins = origins,
            AllowMethods = methods,
            AllowHeaders = headers,
            ExposeHeaders = exposed,
            AllowCredentials = flags.Item3,
            MaxAge = age,
        });

    public static Gen<Func<ApiDefinition, ApiDefinition>> Any { get; } = Gen.Select(
        Catalogs.Among(Enum.GetValues<Lifecycle>()), Deprecated, Cors,
        (state, deprecated, cors) => (Func<ApiDefinition, ApiDefinition>)(api => api with { Lifecycle = state, Deprecated = deprecated, Cors = cors }));

    private static Gen<ImmutableArray<string>> List(params string[] values) =>
        Gen.Int[0, (1 << values.Length) - 1].Select(set => values.Where((_, i) => (set >> i & 1) != 0).ToImmutableArray());
}
