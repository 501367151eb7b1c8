using System.Globalization;
using Gateway.Core.Suspension;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>suspend</c>, WSO2's <c>suspendOnFailure</c>.</summary>
internal static class SuspensionReader
{
    private const double LargestFactor = 1000;

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private static readonly KeySet Keys = new(["error_codes", "initial", "factor", "maximum"]);

    public static SuspensionPolicy Read(TableReader endpoint)
    {
        var usual = SuspensionPolicy.Default;
        if (endpoint.Table("suspend", "suspend = { initial = \"30s\", factor = 2.0, maximum = \"5m\" }") is not { } suspend)
        {
            return usual;
        }

        Keys.Check(suspend);
        return new SuspensionPolicy(
            suspend.Integers("error_codes", -1, 999_999),
            suspend.Duration("initial", usual.Initial, TimeSpan.Zero, Year),
            suspend.Number("factor", usual.Factor, 0, LargestFactor),
            suspend.Duration("maximum", usual.Maximum, TimeSpan.Zero, Year));
    }

    public static void Write(SuspensionPolicy policy, CanonicalToml toml)
    {
        var usual = SuspensionPolicy.Default;
        var parts = new List<string>();
        if (!policy.ErrorCodes.IsEmpty)
        {
            parts.Add($"error_codes = [{string.Join(", ", policy.ErrorCodes)}]");
        }

        if (policy.Initial != usual.Initial)
        {
            parts.Add($"initial = \"{Duration.Text(policy.Initial)}\"");
        }

        if (policy.Factor != usual.Factor)
        {
            parts.Add($"factor = {Float(policy.Factor)}");
        }

        if (policy.Maximum != usual.Maximum)
        {
            parts.Add($"maximum = \"{Duration.Text(policy.Maximum)}\"");
        }

        if (parts.Count > 0)
        {
            toml.Raw("suspend", $"{{ {string.Join(", ", parts)} }}");
        }
    }

    /// <summary>The shortest text that is read as the same number, and as TOML's kind with a fraction.</summary>
    private static string Float(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text;
    }
}
