namespace Gateway.Testing;

/// <summary>Debian's libfaketime: gives a process a time of day of its own. Its other clocks stay as they are.</summary>
public static class FakeClock
{
    /// <summary>The program's name, as <see cref="RequiresFactAttribute"/> takes it.</summary>
    public const string Program = "faketime";

    private static readonly string? Library = Find();

    /// <summary>Whether it is there.</summary>
    public static bool IsAvailable => Library is not null;

    /// <summary>The environment of a process whose time of day is ahead, in libfaketime's words, for example <c>+1h</c>.</summary>
    public static KeyValuePair<string, string?>[] Ahead(string offset) =>
    [
        new("LD_PRELOAD", Library), new("FAKETIME", offset), new("FAKETIME_DONT_FAKE_MONOTONIC", "1"), new("FAKETIME_NO_CACHE", "0"),
    ];

    // With threads of its own locking: .NET has many.
    private static string? Find() => Directory.Exists("/usr/lib")
        ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 })
            .FirstOrDefault()
        : null;
}
