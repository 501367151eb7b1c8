using System.Text.Json;

namespace Gateway.Testing;

/// <summary>The command line of the server that speaks Redis's protocol here: redis-server, else the .NET tool garnet-server.</summary>
internal sealed record RedisServerCommand(string Name, string File, Func<int, string, bool, string[]> Arguments)
{
    /// <summary>
    /// What this machine has; null if neither. <c>GATEWAY_TEST_REDIS=garnet-server</c> prefers the tool on a machine that has both.
    /// </summary>
    public static RedisServerCommand? Find()
    {
        var garnet = Garnet();
        return Environment.GetEnvironmentVariable("GATEWAY_TEST_REDIS") == "garnet-server" ? garnet : Redis() ?? garnet;
    }

    private static RedisServerCommand? Redis() => InstalledPrograms.Find(RedisProcess.Program) is { } file
        ? new RedisServerCommand(RedisProcess.Program, file, RedisArguments)
        : null;

    // The tool's assembly is started directly: under "dotnet tool run" the server would be a grandchild that a kill does not reach.
    private static RedisServerCommand? Garnet() => GarnetAssembly() is { } assembly
        ? new RedisServerCommand("garnet-server", InstalledPrograms.DotNet, (port, folder, log) => [assembly, .. GarnetArguments(port, folder, log)])
        : null;

    private static string[] RedisArguments(int port, string folder, bool appendOnly) =>
    [
        "--port", port.ToString(), "--bind", "127.0.0.1", "--dir", folder,
        "--save", "", "--appendonly", appendOnly ? "yes" : "no", "--daemonize", "no",
    ];

    private static string[] GarnetArguments(int port, string folder, bool appendOnly)
    {
        string[] arguments =
        [
            "--port", port.ToString(), "--bind", "127.0.0.1", "--lua", "--checkpointdir", folder,
            "--memory", "64m", "--page", "1m", "--index", "1m",
        ];
        // The default device of the log wants libaio, which a bare machine lacks.
        return appendOnly ? [.. arguments, "--aof", "--recover", "--device-type", "RandomAccess"] : arguments;
    }

    private static string? GarnetAssembly()
    {
        var manifest = Path.Combine(Repository.Root, ".config", "dotnet-tools.json");
        if (!System.IO.File.Exists(manifest))
        {
            return null;
        }

        using var tools = JsonDocument.Parse(System.IO.File.ReadAllText(manifest));
        var version = tools.RootElement.GetProperty("tools").GetProperty("garnet-server").GetProperty("version").GetString()!;
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var assembly = Path.Combine(packages, "garnet-server", version, "tools", "net10.0", "any", "GarnetServer.dll");
        return System.IO.File.Exists(assembly) ? assembly : null;
    }
}
