using System.Collections.Immutable;
using Gateway.Core.Suspension;

namespace Gateway.Core.Configuration.Import;

/// <summary>The <c>config</c> of one backend: time-out, suspension, format.</summary>
internal static class LeafSettingsImport
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Takes the keys over.</summary>
    /// <param name="config">The map.</param>
    /// <param name="leaf">The backend without them.</param>
    /// <param name="url">Its address, for what is said of the backend as a whole.</param>
    public static PlannedLeaf Apply(Fields config, PlannedLeaf leaf, Item url)
    {
        var timed = Timeout(config, Format(config, leaf));
        return SuspensionImport.Apply(config, timed with { Mark = Mark(config) }, url);
    }

    private static PlannedLeaf Timeout(Fields config, PlannedLeaf leaf)
    {
        var duration = config["actionDuration"];
        var action = config["actionSelect"];
        var timeout = Milliseconds.Read(duration) switch
        {
            null => PlannedLeaf.Wso2Timeout,
            > 0 and var milliseconds => Milliseconds.Span(milliseconds, Day),
            _ => NoTime(duration),
        };
        switch (action.TextOrNull()?.ToLowerInvariant())
        {
            case null or "fault":
                return leaf with { Timeout = timeout };
            case "discard":
                action.Changed("timeout.action = \"discard\": here it fails over too, and the client gets its 504; WSO2 leaves the client without an answer.");
                return leaf with { Timeout = timeout, Discards = true };
            case "nevertimeout":
                action.Changed("timeout = \"1d\", the longest there is. WSO2 forgets such a request after 120 s without a word to the client.");
                if (!duration.IsNothing)
                {
                    duration.Told(ImportVerdict.LeftOut, "WSO2 does not look at it with neverTimeout.");
                }

                return leaf with { Timeout = Day, Notes = leaf.Notes.Add("neverTimeout: the longest time-out there is.") };
            default:
                action.NotSupported("It is none of fault, discard and neverTimeout; fault is taken.");
                return leaf with { Timeout = timeout };
        }
    }

    private static TimeSpan NoTime(Item duration)
    {
        duration.Changed("timeout = \"2m\": in WSO2 a time of 0 or less means its global 120 s.");
        return PlannedLeaf.Wso2Timeout;
    }

    private static MarkPolicy Mark(Fields config)
    {
        var item = config.Of("retryErroCode", "retryErrorCode");
        var codes = ErrorCodeList.Read(item);
        if (!codes.IsEmpty && item.Key.EndsWith("retryErrorCode", StringComparison.Ordinal))
        {
            item.Changed("mark_for_suspension.error_codes: WSO2 reads this key only as it misspells it, retryErroCode, so it begins to count here.");
        }
        else if (!codes.IsEmpty && !item.IsList)
        {
            item.Changed("mark_for_suspension.error_codes: WSO2 reads no more than a list, so this begins to count here.");
        }

        var retries = config["retryTimeOut"];
        var count = retries.Whole();
        if (count is null && !retries.IsNothing)
        {
            retries.NotSupported("It is no whole number; 0 is taken.");
        }
        else if (count > 0)
        {
            retries.Taken($"mark_for_suspension.retries = {Math.Min(count.Value, 1_000_000)}: it is a count, in spite of its name.");
        }

        var delay = Milliseconds.Read(config["retryDelay"]) ?? 0;
        return new MarkPolicy(codes, (int)Math.Clamp(count ?? 0, 0, 1_000_000), Milliseconds.Span(Math.Max(delay, 0), Year));
    }

    private static PlannedLeaf Format(Fields config, PlannedLeaf leaf)
    {
        var keys = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var key in (string[])["format", "optimize"])
        {
            var item = config[key];
            var word = item.TextOrNull()?.ToLowerInvariant();
            if (word is null or "leave-as-is")
            {
                continue;
            }

            if (!(key == "format" ? (string[])["soap11", "soap12", "pox", "get", "rest"] : ["mtom", "swa"]).Contains(word))
            {
                item.NotSupported("This value is not known; messages are left as they are.");
            }
            else if (leaf.Type == "http")
            {
                item.Told(ImportVerdict.LeftOut, "WSO2 does not look at it when the endpoint is of type http.");
            }
            else if (key == "optimize" && keys.Any(known => known.Item2 is "\"pox\"" or "\"get\"" or "\"rest\""))
            {
                item.Told(ImportVerdict.LeftOut, "It is for SOAP messages, and the format is none.");
            }
            else
            {
                keys.Add((key, CanonicalToml.Quoted(word)));
            }
        }

        return leaf with { OfItsKind = keys.ToImmutable() };
    }
}
