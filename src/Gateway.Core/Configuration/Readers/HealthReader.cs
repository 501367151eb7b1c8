using System.Collections.Immutable;
using Gateway.Core.Configuration.Toml;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>health</c>: the request that tells whether a backend works. WSO2 has none.</summary>
internal static class HealthReader
{
    private const int MostInARow = 100;
    private const int LongestPath = 2048;

    private static readonly ImmutableArray<StatusRange> Ok = [new(200, 200)];

    private static readonly Choices<HealthCheckKind> Kinds = new(
        [("http", HealthCheckKind.Http), ("tcp", HealthCheckKind.Tcp), ("grpc", HealthCheckKind.Grpc), ("wsdl", HealthCheckKind.Wsdl)]);

    private static readonly WordKey<HealthCheckKind> Kind = new("type", HealthCheckKind.Http, Kinds,
        """
        `"http"`: a GET of `path`. `"tcp"`: a connection, with TLS where the url says https. `"grpc"`: gRPC's health checking protocol; needs `protocol = "h2"` or `"h2c"`. `"wsdl"`: the WSDL of a SOAP service
        """);

    private static readonly TextKey Service = new("service", "", """for `"grpc"`: the service's name""") { Otherwise = "the whole server" };

    private static readonly DurationKey Interval = new(
        "interval", TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), Limits.Day, "from one check to the next");

    private static readonly DurationKey Longest = new(
        "timeout", TimeSpan.FromSeconds(2), Limits.Moment, Limits.Day, "longest wait for one, at most `interval`")
    {
        Otherwise = """`"2s"`, at most `interval`""",
    };

    private static readonly IntegerKey Rise = new("rise", 2, 1, MostInARow, "good checks in a row that make it active again");

    private static readonly IntegerKey Fall = new("fall", 3, 1, MostInARow, "bad ones in a row that are a failure");

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new("health",
    [
        Kind,
        new Key("path", "path and query", "",
            """from the backend's origin, `"/healthz"`. For `"wsdl"` the url's own path with `?wsdl`; required when the url is a template""")
        {
            Otherwise = """required for `"http"`""",
        },
        Service, Interval, Longest,
        new Key("expect", "statuses, 200 to 599", $"\"{StatusReader.Text(Ok)}\"",
            """for `"http"`: good statuses: `200`, `"200-399"`, `"200,204"`, or a list of these"""),
        Rise, Fall,
    ]);

    /// <summary>The key that the table stands under.</summary>
    public static Key Key { get; } = Key.Optional("health", "table", "a request that tells whether it works, see [below](#health)");

    public static HealthCheck? Read(TableReader endpoint, string url, BackendProtocol protocol)
    {
        if (endpoint.Table("health", "health = { path = \"/healthz\" }") is not { } health)
        {
            return null;
        }

        Keys.Check(health);
        var kind = health.OneOf(Kind);
        RefuseForeignKeys(kind, health);
        if (kind == HealthCheckKind.Grpc && protocol == BackendProtocol.Http11)
        {
            health.Problems.Error(health.PlaceOf("type"), $"type = \"grpc\" in {health.What} needs HTTP/2",
                "Write protocol = \"h2\" in the endpoint, or \"h2c\" for HTTP/2 without TLS.");
        }

        var interval = health.Duration(Interval);
        return new HealthCheck(
            kind, Path(kind, health, url), interval, Timeout(health, interval), Expect(kind, health),
            health.Integer(Rise), health.Integer(Fall));
    }

    public static void Write(HealthCheck? check, CanonicalToml toml)
    {
        if (check is null)
        {
            return;
        }

        var health = new InlineToml();
        if (check.Kind != HealthCheckKind.Http)
        {
            health.Word("type", Kinds.Word(check.Kind));
        }

        health.Word(check.Kind == HealthCheckKind.Grpc ? "service" : "path", check.Path, byDefault: "");
        health.Duration("interval", check.Interval, Interval.ByDefault);
        health.Duration("timeout", check.Timeout, TimeoutFor(check.Interval));
        if (check.Kind == HealthCheckKind.Http)
        {
            health.Word("expect", StatusReader.Text(check.Expect), StatusReader.Text(Ok));
        }

        health.Integer("rise", check.Rise, Rise.ByDefault);
        health.Integer("fall", check.Fall, Fall.ByDefault);
        toml.Table("health", health);
    }

    private static void RefuseForeignKeys(HealthCheckKind kind, TableReader health)
    {
        foreach (var key in (ReadOnlySpan<string>)["path", "service", "expect"])
        {
            var means = kind switch
            {
                HealthCheckKind.Http => key != "service",
                HealthCheckKind.Wsdl => key == "path",
                HealthCheckKind.Grpc => key == "service",
                _ => false,
            };
            if (!means && health.Has(key))
            {
                health.Problems.Error(health.KeyPlace(key), $"'{key}' in {health.What} means nothing with type = \"{Kinds.Word(kind)}\"",
                    key == "service" ? "Remove it, or write type = \"grpc\"." : "Remove it, or write type = \"http\".");
            }
        }
    }

    private static string Path(HealthCheckKind kind, TableReader health, string url)
    {
        switch (kind)
        {
            case HealthCheckKind.Tcp:
                return "";
            case HealthCheckKind.Grpc:
                var service = health.Text(Service);
                if (service.Length > LongestPath || service.AsSpan().ContainsAnyExceptInRange('!', '~'))
                {
                    health.Problems.Error(health.PlaceOf("service"), $"'service' in {health.What} is not the name of a gRPC service",
                        "Write it as the .proto file does, such as \"pets.v1.PetStore\"; leave it out to ask the whole server.");
                }

                return service;
            case HealthCheckKind.Wsdl when !health.Has("path") && WsdlOf(url) is { } wsdl:
                return wsdl;
        }

        if (!health.Has("path"))
        {
            health.Problems.Error(health.Place, $"{health.What} has no 'path'",
                "Add what is asked for: path = \"/healthz\". Or write type = \"tcp\", to be content with a connection.");
            return "";
        }

        var path = health.Text("path", "/");
        if (path is not ['/', ..] || path.Length > LongestPath || path.Contains('#') || path.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            health.Problems.Error(health.PlaceOf("path"), $"'path' in {health.What} is not a path that can be asked for",
                $"It begins with '/', and holds up to {LongestPath} characters, none of them a blank, a '#' or beyond ASCII: "
                + "\"/healthz?full=1\".");
        }

        return path;
    }

    /// <summary>Where a service at a fixed address has its WSDL by custom; null when the address depends on the request.</summary>
    private static string? WsdlOf(string url)
    {
        if (!BackendAddress.TryCompile(url, out var address, out _, out _))
        {
            // Reported with the url.
            return "/?wsdl";
        }

        return !address.UsesVariables && Uri.TryCreate(url, UriKind.Absolute, out var uri) ? $"{uri.AbsolutePath}?wsdl" : null;
    }

    private static TimeSpan Timeout(TableReader health, TimeSpan interval)
    {
        var timeout = health.Duration(Longest, TimeoutFor(interval));
        if (timeout > interval)
        {
            health.Problems.Error(health.PlaceOf("timeout"),
                $"'timeout' in {health.What} is {Duration.Text(timeout)}, longer than 'interval', which is {Duration.Text(interval)}",
                "Let one check end before the next begins: make the interval longer or the timeout shorter.");
        }

        return timeout;
    }

    private static TimeSpan TimeoutFor(TimeSpan interval) => interval < Longest.ByDefault ? interval : Longest.ByDefault;

    private static ImmutableArray<StatusRange> Expect(HealthCheckKind kind, TableReader health)
    {
        if (kind is HealthCheckKind.Tcp or HealthCheckKind.Grpc)
        {
            return [];
        }

        if (health.Value("expect") is ArrayNode { Items.Count: 0 })
        {
            health.Problems.Error(health.PlaceOf("expect"), $"'expect' in {health.What} is empty: no answer would be good",
                "Write \"200\", or \"200-399\".");
        }

        return StatusReader.Read(health, "expect", Ok);
    }
}
