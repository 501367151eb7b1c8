using Gateway.Core.Suspension;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>suspend</c>, WSO2's <c>suspendOnFailure</c>.</summary>
internal static class SuspensionReader
{
    private const double LargestFactor = 1000;

    private static readonly KeySet Keys = new(["error_codes", "initial", "factor", "maximum"]);

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
            suspend.Duration("initial", usual.Initial, TimeSpan.Zero, Limits.Year),
            suspend.Number("factor", usual.Factor, 0, LargestFactor),
            suspend.Duration("maximum", usual.Maximum, TimeSpan.Zero, Limits.Year));
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
