using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using Gateway.Core.Addresses;
using Gateway.Core.Certificates;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Endpoints;
using Gateway.Core.Mediation.Rules;
using Gateway.Core.Routing;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Configuration;

/// <summary>Catalogs drawn by chance from all that a reader can make.</summary>
internal static class Catalogs
{
    private static readonly Gen<ImmutableArray<int>> Codes =
        Gen.Int[-1, 999_999].Array[0, 3].Select(codes => codes.Distinct().Order().ToImmutableArray());

    private static readonly Gen<SuspensionPolicy> Suspend = Gen.Select(
        Codes, Duration(0), Gen.Double[0, 1000], Gen.OneOf(Gen.Const(TimeSpan.MaxValue), Duration(0)),
        (codes, initial, factor, maximum) => new SuspensionPolicy(codes, initial, factor, maximum));

    private static readonly Gen<MarkPolicy> Mark =
        Gen.Select(Codes, Gen.Int[0, 5], Duration(0), (codes, retries, delay) => new MarkPolicy(codes, retries, delay));

    private static readonly Gen<RetryCodes> Retry = Gen.Select(Codes, Codes, (disabled, enabled) => new RetryCodes(disabled, enabled));

    private static readonly Gen<ImmutableArray<StatusRange>> Statuses = Among<ImmutableArray<StatusRange>>(
        [new(200, 200)], [new(200, 399)], [new(200, 200), new(204, 206), new(599, 599)]);

    private static readonly Gen<HealthCheck?> Health = Gen.Select(
        Among<HealthCheckKind?>(null, HealthCheckKind.Http, HealthCheckKind.Tcp, HealthCheckKind.Wsdl),
        Among("/", "/healthz?full=1&x=\"y\""),
        Duration(100), Gen.Int[1, 100], Statuses, Gen.Int[1, 100], Gen.Int[1, 100],
        (kind, path, interval, share, expect, rise, fall) => kind is not { } known ? null : new HealthCheck(
            known, known == HealthCheckKind.Tcp ? "" : path, interval,
            TimeSpan.FromMilliseconds((long)interval.TotalMilliseconds * share / 100),
            known switch { HealthCheckKind.Http => expect, HealthCheckKind.Wsdl => [new(200, 200)], _ => [] }, rise, fall));

    private static readonly Gen<Credential> Secret =
        Among(new Credential("$env{PETS_PASSWORD}"), new Credential("a \"b\" $secret{pets}\\ü"), new Credential("abcd-+={[}]|:;'<,>.?/efghijk"), new Credential(""));

    private static readonly Gen<BackendTls> Tls = Gen.Select(
        Among<HostnameVerifier?>([null, .. Enum.GetValues<HostnameVerifier>().Select(verifier => (HostnameVerifier?)verifier)]),
        Among("", "tls/ca \"x\".pem"), Among("", "/etc/a.pfx"), Secret, Gen.Bool,
        (verifier, ca, cert, password, revocation) => new BackendTls
        {
            Verifier = verifier,
            Ca = ca,
            Cert = cert,
            Key = cert.Length > 0 ? "a.key" : "",
            Password = cert.Length > 0 ? password : Credential.None,
            Revocation = revocation,
        });

    private static readonly Gen<BackendSecurity?> Security = Gen.Select(
        Gen.Int[0, 3], Secret, Secret, Among(TokenGrant.ClientCredentials, TokenGrant.Password), Among(ClientProof.Header, ClientProof.Body),
        Among("", "read write"), Tls,
        (kind, one, other, grant, proof, scope, tls) => kind switch
        {
            1 => new BackendSecurity.Basic(new Credential("$env{USER}"), other),
            2 => new BackendSecurity.Digest(one, other),
            3 => new BackendSecurity.OAuth2("https://login.example.com/token?x=1", one, other)
            {
                Grant = grant,
                Username = grant == TokenGrant.Password ? other : Credential.None,
                Password = grant == TokenGrant.Password ? one : Credential.None,
                ClientProof = proof,
                Scope = scope,
                Parameters = scope.Length == 0 ? [] : [("a b", "1"), ("audience", "pets \"x\"")],
                Tls = tls == BackendTls.Default ? null : tls,
            },
            _ => (BackendSecurity?)null,
        });

    private static readonly Gen<BackendSettings> Settings = Gen.Select(
        Gen.Select(Gen.Bool, Gen.Int[1, 1000], Duration(1), Duration(1), Suspend, Among(BackendProtocol.Http11, BackendProtocol.H2c)),
        Gen.Select(
            Among(TimeoutAction.Fault, TimeoutAction.Discard), Mark, Retry, Health,
            Gen.OneOf(Gen.Const(ImmutableArray<StatusRange>.Empty), Statuses), Among("", "", "POST", "DELETE"), Security),
        (basic, more) => new BackendSettings(basic.Item1, basic.Item2, basic.Item3, basic.Item4, basic.Item5, basic.Item6)
        {
            TimeoutAction = more.Item1,
            Mark = more.Item2,
            Retry = more.Item3,
            Health = more.Item4,
            FailureStatuses = more.Item5,
            Method = more.Item6,
            Security = more.Item7,
        });

    // What SOAP endpoints add to the others' settings. A verb and the formats that have one exclude each other.
    private static readonly Gen<(MessageFormat Format, MessageOptimize Optimize)> Form = Gen.Select(
        Among(Enum.GetValues<MessageFormat>()), Among(Enum.GetValues<MessageOptimize>()),
        (format, optimize) => (format, format is MessageFormat.Pox or MessageFormat.Get or MessageFormat.Rest ? MessageOptimize.None : optimize));

    /// <summary>The files that the catalogs name.</summary>
    public static ImmutableArray<CatalogFile> Files { get; } =
    [
        new("services/phone.wsdl",
            """
            <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/">
              <service name="Phone"><port name="P12"><soap12:address location="http://phone/service"/></port></service>
            </definitions>
            """, "services/phone.wsdl"),
    ];

    private static readonly Gen<GroupSettings> Group = Gen.Select(
        Gen.Select(Among(Delivery.AtMostOnce, Delivery.AtLeastOnce), Gen.Long[1024, 1 << 30], Duration(1)),
        Gen.Select(Among<SessionKind>([.. Enum.GetValues<SessionKind>().Skip(1)]), Duration(1), Among("", "X-Key"),
            (kind, timeout, name) => new SessionSettings(kind, timeout)
            {
                Name = kind is SessionKind.Cookie ? name : kind is not SessionKind.Header ? "" : name.Length > 0 ? name : SessionSettings.UsualHeader,
            }),
        Gen.OneOf(Gen.Const((int?)null), Gen.Int[1, 1000].Select(n => (int?)n)), Gen.Double[0.001, 1.0],
        Among(WhenAllSuspended.Fail, WhenAllSuspended.TryAnyway), Gen.Long[0, 3_600_000],
        (basic, session, quorum, share, exit, slowStart) => new GroupSettings
        {
            Delivery = basic.Item1,
            ReplayLimit = basic.Item2,
            TotalTimeout = basic.Item3,
            Session = session,
            Quorum = quorum,
            MaxSuspended = share,
            WhenAllSuspended = exit,
            SlowStart = TimeSpan.FromMilliseconds(slowStart),
        });

    private static readonly Gen<string> Address = Among(
        "http://a", "ws://a:8080/v1/", "legacy-encoding:http://a/{uri.var.x}", "http://a/{uri.var.x}{?query.param.y*}", "http://xn--mlaut-jva.example/%22/ü");

    private static readonly Gen<ValueTest> Test = Among<ValueTest>(
        new(ValueTestKind.Equals, ["gold"]), new(ValueTestKind.Equals, ["a \"b\"", "ü", ""]), new(ValueTestKind.Prefix, ["/x"]), new(ValueTestKind.Suffix, ["'"]),
        new(ValueTestKind.Regex, ["a\\.b|[0-9]+"]), new(ValueTestKind.Present, []), new(ValueTestKind.Absent, []));

    private static readonly Gen<RouteCondition> Condition = Gen.OneOf(
        Among<RouteCondition>(
            new(RouteSource.Method, "", new(ValueTestKind.Equals, ["GET", "PUT"])), new(RouteSource.Path, "", ValueTest.Of("/a/{b}?c={d}")),
            new(RouteSource.Path, "", new(ValueTestKind.Prefix, ["/a"])), new(RouteSource.Method, "", new(ValueTestKind.Regex, ["P.*"]))),
        Test.Select(test => new RouteCondition(RouteSource.SoapAction, "", test)),
        Gen.Select(
            Among((RouteSource.Header, "X-Tenant"), (RouteSource.Header, "a.b"), (RouteSource.Query, "q ü"), (RouteSource.Json, "$.order['k'].x"), (RouteSource.XPath, "//o:a[@b=\"c\"]")),
            Test, (place, test) => new RouteCondition(place.Item1, place.Item2, test)));

    private static readonly Gen<ImmutableArray<RouteRule>> Routes = Gen.Select(
        Condition.Array[1, 5], Among("inner", "leaf-0", "http://{uri.var.x}.b.example/{+query.param.q}", "{uri.var.x}"),
        (conditions, to) => new RouteRule(
            [.. conditions.DistinctBy(condition => (condition.Source, condition.Name)).OrderBy(condition => condition.Source).ThenBy(condition => condition.Name, StringComparer.Ordinal)],
            to)).Array[1, 4].Select(rules => rules.ToImmutableArray());

    private static readonly Gen<BackendSettings> Addressed = Gen.Select(Settings, Tls, (settings, tls) => settings with
    {
        Tls = tls,
        Weight = 1, Protocol = BackendProtocol.Http11, Retry = RetryCodes.Default, Health = null, Method = "",
    });

    private static readonly Gen<AllowedHosts> Hosts = Among<string[]>(["*.b.example"], ["10.0.0.5:8080", "[fd00::5]", "a", "*.c:1"], ["10.0.0.5:8080", "[fd00::5]", "a"])
        .Select(texts => new AllowedHosts([.. texts.Select(text => HostPattern.TryRead(text, out var pattern, out _) ? pattern : throw new FormatException(text))]));

    private static readonly Gen<Endpoint[]> Choosing = Gen.Select(
        Gen.Select(Addressed, Addressed), Gen.Select(Hosts, Hosts, Gen.Bool), Routes, Among("", "inner"), Gen.Long[1024, 16 * 1024 * 1024],
        (settings, hosts, routes, byDefault, limit) => new Endpoint[]
        {
            Naming(new DefaultEndpoint("unaddressed", settings.Item1, hosts.Item3 ? hosts.Item1 : AllowedHosts.None, default)),
            Naming(new DynamicEndpoint("choosing", settings.Item2, hosts.Item2, default)
            {
                Default = byDefault,
                Routes = routes,
                Namespaces = [KeyValuePair.Create("o", "urn:orders"), KeyValuePair.Create("p.q", "urn:\"p\"")],
                BodyLimit = limit,
            }),
        });

    // Credentials are for hosts that are named.
    private static AddressedEndpoint Naming(AddressedEndpoint endpoint) =>
        endpoint.AllowedHosts.Wild.Any() ? endpoint with { Settings = endpoint.Settings with { Security = null } } : endpoint;

    // With TLS, where an address allows that.
    private static readonly Gen<(string, BackendSettings, (MessageFormat Format, MessageOptimize Optimize))> Secure = Gen.Select(
        Address, Settings, Form, Tls, Gen.Bool,
        (address, settings, form, tls, isTls) => isTls && settings.Protocol != BackendProtocol.H2c
            ? (address.Replace("http:", "https:", StringComparison.Ordinal).Replace("ws:", "wss:", StringComparison.Ordinal), settings with { Tls = tls }, form)
            : (address, settings, form));

    private static readonly Gen<ImmutableArray<Endpoint>> Endpoints = Gen.Select(
        Secure.Array[4, 6], Gen.Int[1, 1000], Among(CursorScope.Cluster, CursorScope.Local),
        Gen.OneOf(Gen.Const((int?)null), Gen.Int[0, 4096].Select(n => (int?)n)), Among(Enum.GetValues<BalanceAlgorithm>()),
        Among(Enum.GetValues<HashSource>()), Gen.Select(Group, Group, Among(Enum.GetValues<FailoverOrder>()), Gen.Bool),
        (leaves, weight, cursor, lookahead, algorithm, source, groups) =>
        {
            Endpoint[] backends = [.. leaves.Select((leaf, i) => Leaf(i, leaf.Item1, leaf.Item2, leaf.Item3.Format, leaf.Item3.Optimize))];
            var names = backends.Skip(1).Select(leaf => leaf.Name);
            var takesTurns = algorithm == BalanceAlgorithm.RoundRobin;
            var inner = new LoadBalanceEndpoint(
                "inner", [.. names], weight, takesTurns ? cursor : CursorScope.Cluster, takesTurns ? lookahead : null, default)
            {
                Algorithm = algorithm,
                BalanceFactor = algorithm == BalanceAlgorithm.Hash ? weight / 10.0 > 1 ? Math.Min(100, weight / 10.0) : 0 : 0,
                HashKey = algorithm != BalanceAlgorithm.Hash
                    ? null
                    : new HashKey(source, source == HashSource.ClientAddress ? "" : "X-User"),
                Settings = groups.Item1,
            };
            var session = groups.Item2.Session.Kind == SessionKind.Cookie ? groups.Item2.Session with { Name = "" } : SessionSettings.None;
            var outer = new FailoverEndpoint(
                "outer", ["inner", "leaf-0"], weight, groups.Item3, groups.Item4, groups.Item2 with { Session = session }, default);
            return ImmutableArray.Create([.. backends, inner, outer]);
        });

    private static Endpoint Leaf(int i, string url, BackendSettings settings, MessageFormat format, MessageOptimize optimize)
    {
        var formed = settings with { Format = format, Optimize = optimize, Method = HasVerb(format) ? "" : settings.Method };
        return i switch
        {
            0 => new AddressEndpoint("leaf-0", url, formed, default),
            1 => new SoapEndpoint(
                "leaf-1", url, formed with { Format = (MessageFormat)(1 + ((int)format % 2)), Method = "" }, default),
            2 => new WsdlEndpoint(
                "leaf-2", "http://phone/service", formed with { Format = MessageFormat.Soap12, Method = "", Tls = BackendTls.Default }, default)
            {
                Wsdl = Files[0].Path,
                Service = "Phone",
                Port = "P12",
            },
            _ => new HttpEndpoint($"leaf-{i}", url, settings, default),
        };
    }

    private static bool HasVerb(MessageFormat format) => format is MessageFormat.Soap11 or MessageFormat.Soap12 or MessageFormat.Get;

    public static Gen<(ImmutableArray<Endpoint> Endpoints, ImmutableArray<ApiDefinition> Apis)> Any { get; } = Gen.Select(
        Gen.Select(Endpoints, Choosing, (all, choosing) => all.AddRange(choosing)), Among("PetStore", "Ünïcode \"API\"", "a'b \\ #"), Gen.Bool, Among(ApiSecurity.None, ApiSecurity.Required),
        Gen.Int[1, 3], Gen.Select(Lifecycles.Any, SequenceFileSets.Any),
        (endpoints, name, isDefault, security, transports, with) =>
        {
            var api = new ApiDefinition(
                name, "/x/{version}", "1.0", isDefault, Lifecycle.Published, "outer", isDefault ? "leaf-0" : "", security,
                (Transports)transports,
                [
                    new ResourceDefinition("/a/{+b}?c={d}", ["GET", "PATCH"], default), new ResourceDefinition("/*", ["POST"], default),
                    new ResourceDefinition("/*", ["POST"], default) { SoapAction = "urn:a#b" },
                    new ResourceDefinition("/*", ["POST"], default) { SoapOperation = "{urn:a}b" },
                ],
                default)
            {
                Type = isDefault ? ApiType.Soap : ApiType.Http,
                Wsdl = isDefault ? Files[0].Path : "",
            };
            var second = api with { Version = "2.0", DefaultVersion = false, Resources = [] };
            return (endpoints, ImmutableArray.Create(with.Item2(with.Item1(api)), second));
        });

    /// <summary>All that a model says, but for the place it was read from.</summary>
    public static string Plain(Endpoint endpoint) => JsonSerializer.Serialize<object>(endpoint with { Place = default });

    /// <inheritdoc cref="Plain(Endpoint)"/>
    public static string Plain(ApiDefinition api) => JsonSerializer.Serialize(
        api with { Place = default, Resources = [.. api.Resources.Select(resource => resource with { Place = default })] });

    /// <summary>One of these.</summary>
    public static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<TimeSpan> Duration(int least) =>
        Gen.Long[least, 86_400_000].Select(ms => TimeSpan.FromMilliseconds(ms % 7 == 0 ? Math.Max(least, ms / 1000 * 1000) : ms));
}
