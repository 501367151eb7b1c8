using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Suspension;

namespace Gateway.Core.Configuration.Import;

/// <summary>When and for how long a backend is left alone: <c>suspendErrorCode</c>, <c>suspendDuration</c>, <c>suspendMaxDuration</c>, <c>factor</c>.</summary>
internal static class SuspensionImport
{
    private const double LargestFactor = 1000;

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private static readonly ImmutableArray<int> Never = [-1];

    public static PlannedLeaf Apply(Fields config, PlannedLeaf leaf, Item url)
    {
        var usual = SuspensionPolicy.Default;
        var listed = config["suspendErrorCode"];
        var codes = ErrorCodeList.Read(listed);
        if (!codes.IsEmpty && !listed.IsList)
        {
            listed.Changed("suspend.error_codes: WSO2 reads no more than a list, so this begins to count here.");
        }

        var duration = config["suspendDuration"];
        var maximum = config["suspendMaxDuration"];
        var factor = Factor(config["factor"]);
        var (first, most) = (Milliseconds.Read(duration), Milliseconds.Read(maximum));
        if (first == 0 || (most <= 0 && leaf.Mark.Retries == 0))
        {
            // WSO2's template writes both lists as -1 then: nothing suspends, nothing marks.
            (first == 0 ? duration : maximum).Changed("suspend = { error_codes = [-1] }, and likewise mark_for_suspension: it is never left alone.");
            return leaf with
            {
                Suspend = usual with { ErrorCodes = Never },
                Mark = MarkPolicy.Default with { ErrorCodes = Never },
                Notes = leaf.Notes.Add($"Never suspended: {(first == 0 ? "suspendDuration" : "suspendMaxDuration")} was {(first == 0 ? 0 : most)}."),
            };
        }

        var initial = first is > 0 and var milliseconds ? Milliseconds.Span(milliseconds, Year) : usual.Initial;
        if (first < 0)
        {
            duration.Changed("suspend.initial = \"30s\", the default: that is what WSO2 makes of a duration under 0.");
        }

        var ceiling = most is { } limit ? Milliseconds.Span(Math.Max(limit, 0), Year) : usual.Maximum;
        if (ceiling < initial)
        {
            maximum.Changed($"suspend.initial = \"{Duration.Text(ceiling)}\" too: the ceiling counts from the first suspension on, as in WSO2.");
            initial = ceiling;
        }

        // What cannot grow needs no ceiling.
        return leaf with { Suspend = new SuspensionPolicy(codes, initial, factor, factor == 1 ? usual.Maximum : ceiling) };
    }

    private static double Factor(Item item)
    {
        if (item.IsNothing)
        {
            return 1;
        }

        switch (item.Number())
        {
            case null:
                item.NotSupported("It is no number; 1.0 is taken, suspensions of one length.");
                return 1;
            case > LargestFactor:
                item.Changed($"suspend.factor = {LargestFactor.ToString("0.0", CultureInfo.InvariantCulture)}, the largest there is.");
                return LargestFactor;
            case < 0:
                item.Changed("suspend.factor = 1.0: WSO2 makes 30 s of a suspension under 0.");
                return 1;
            case { } number:
                return number;
        }
    }
}
