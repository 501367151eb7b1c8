using Xunit;

namespace Gateway.Testing;

/// <summary>
/// A fact that needs programs which a machine may lack. It is skipped by name where one is missing, but runs, and fails, with <c>CI=true</c>:
/// there a missing component is a fault of the machine.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresFactAttribute : FactAttribute
{
    /// <param name="programs">Program names, for example <c>redis-server</c>.</param>
    public RequiresFactAttribute(params string[] programs)
    {
        Programs = programs;
        Skip = MissingPrograms.SkipReason(programs);
    }

    /// <summary>The programs needed.</summary>
    public IReadOnlyList<string> Programs { get; }
}

/// <summary>A theory with the same condition as <see cref="RequiresFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresTheoryAttribute : TheoryAttribute
{
    /// <param name="programs">Program names, for example <c>redis-server</c>.</param>
    public RequiresTheoryAttribute(params string[] programs)
    {
        Programs = programs;
        Skip = MissingPrograms.SkipReason(programs);
    }

    /// <summary>The programs needed.</summary>
    public IReadOnlyList<string> Programs { get; }
}

internal static class MissingPrograms
{
    public static string? SkipReason(string[] programs)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var missing = programs.Where(program => !InstalledPrograms.Has(program)).ToArray();
        return missing.Length == 0 ? null : $"not installed: {string.Join(", ", missing)} (./test installs it on Debian as root)";
    }
}
