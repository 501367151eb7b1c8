using Gateway.Core.Suspension;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>suspend</c>, WSO2's <c>suspendOnFailure</c>.</summary>
internal static class SuspensionReader
{
    private static readonly DurationKey Initial = new(
        "initial", SuspensionPolicy.Default.Initial, TimeSpan.Zero, Limits.Year,
        """the first suspension. `"0s"`: it is never suspended. WSO2: `suspendOnFailure/initialDuration`""");

    private static readonly NumberKey Factor = new(
        "factor", SuspensionPolicy.Default.Factor, 0, 1000, "how many times as long the next one is. WSO2: `suspendOnFailure/progressionFactor`");

    private static readonly DurationKey Maximum = new(
        "maximum", SuspensionPolicy.Default.Maximum, TimeSpan.Zero, Limits.Year, "the longest. WSO2: `suspendOnFailure/maximumDuration`")
    {
        Otherwise = "no limit",
    };

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new("suspend",
    [
        Key.List("error_codes", ErrorCodeReader.Form, "failures that count; empty: all. `[-1]`, a code that never occurs: none. WSO2: `suspendOnFailure/errorCodes`"),
        Initial, Factor, Maximum,
    ]);

    /// <summary>The key that the table stands under.</summary>
    public static Key Key { get; } = Key.Table("suspend", Keys, "how long it is left alone after a failure, see [below](#suspension)");

    public static SuspensionPolicy Read(TableReader endpoint)
    {
        var usual = SuspensionPolicy.Default;
        if (endpoint.Table("suspend", "suspend = { initial = \"30s\", factor = 2.0, maximum = \"5m\" }") is not { } suspend)
        {
            return usual;
        }

        Keys.Check(suspend);
        var policy = new SuspensionPolicy(
            ErrorCodeReader.Read(suspend, "error_codes"),
            suspend.Duration(Initial),
            suspend.Number(Factor),
            suspend.Duration(Maximum));
        if (!ErrorCodeReader.IsNever(policy.ErrorCodes))
        {
            WarnOfOddities(policy, suspend);
        }

        return policy;
    }

    public static void Write(SuspensionPolicy policy, CanonicalToml toml)
    {
        var usual = SuspensionPolicy.Default;
        var suspend = new InlineToml();
        suspend.Integers("error_codes", policy.ErrorCodes);
        suspend.Duration("initial", policy.Initial, usual.Initial);
        suspend.Number("factor", policy.Factor, usual.Factor);
        suspend.Duration("maximum", policy.Maximum, usual.Maximum);
        toml.Table("suspend", suspend);
    }

    /// <summary>What WSO2 allows, and does to the letter, but hardly anybody means.</summary>
    private static void WarnOfOddities(SuspensionPolicy policy, TableReader suspend)
    {
        if (policy.Initial == TimeSpan.Zero)
        {
            suspend.Problems.Warning(suspend.PlaceOf("initial"), $"'initial' in {suspend.What} is 0s: it is never suspended, as in WSO2",
                "To say so without this warning, write error_codes = [-1].");
            return;
        }

        if (policy.Maximum < policy.Initial)
        {
            var maximum = Duration.Text(policy.Maximum);
            suspend.Problems.Warning(suspend.PlaceOf("maximum"),
                $"'maximum' in {suspend.What} is {maximum}, under 'initial', which is {Duration.Text(policy.Initial)}: "
                + $"no suspension lasts longer than {maximum}, the first one included, as in WSO2",
                $"Write initial = \"{maximum}\", or a longer maximum.");
        }

        if (policy.Factor < 1)
        {
            suspend.Problems.Warning(suspend.PlaceOf("factor"),
                $"'factor' in {suspend.What} is under 1: each suspension is shorter than the one before, as in WSO2",
                "Write 1.0 for suspensions of one length, more for growing ones.");
        }
    }
}
