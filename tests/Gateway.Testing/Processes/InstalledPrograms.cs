namespace Gateway.Testing;

/// <summary>Which programs of other people this machine has.</summary>
public static class InstalledPrograms
{
    /// <summary>The dotnet host that runs this process, else the one on the path.</summary>
    public static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    /// <summary>The full path of a program on PATH or in the sbin folders, where Debian puts servers; null if there is none.</summary>
    public static string? Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Concat(["/usr/local/sbin", "/usr/sbin", "/sbin"])
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>True if the program, or for <c>redis-server</c> its stand-in, can be started here, and for <c>ip netns</c> if it is allowed to.</summary>
    public static bool Has(string program) => program switch
    {
        RedisProcess.Program => RedisProcess.IsAvailable,
        NetworkNamespace.Program => NetworkNamespace.IsAvailable,
        FakeClock.Program => FakeClock.IsAvailable,
        _ => Find(program) is not null,
    };
}
