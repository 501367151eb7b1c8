using Gateway.Core.Suspension;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>mark_for_suspension</c>, WSO2's <c>markForSuspension</c>.</summary>
internal static class MarkReader
{
    private static readonly IntegerKey Retries = new(
        "retries", MarkPolicy.Default.Retries, 0, 1_000_000,
        "how many in a row are let pass; the next one suspends. WSO2: `markForSuspension/retriesBeforeSuspension`");

    private static readonly DurationKey Delay = new(
        "delay", MarkPolicy.Default.Delay, TimeSpan.Zero, Limits.Year, "how long it is left alone after each of them. WSO2: `markForSuspension/retryDelay`");

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new("mark_for_suspension",
    [
        Key.List("error_codes", ErrorCodeReader.Form,
            "failures that only mark; empty: 101504 (time-out) and 101505 (connection closed); `[-1]`: none. A code that is in both lists marks. WSO2: `markForSuspension/errorCodes`"),
        Retries, Delay,
    ]);

    /// <summary>The key that the table stands under.</summary>
    public static Key Key { get; } = Key.Table("mark_for_suspension", Keys, "failures that it may have a few times before, see [below](#suspension)");

    public static MarkPolicy Read(TableReader endpoint)
    {
        var usual = MarkPolicy.Default;
        const string Form = "mark_for_suspension = { error_codes = [101504], retries = 3, delay = \"1s\" }";
        if (endpoint.Table("mark_for_suspension", Form) is not { } mark)
        {
            return usual;
        }

        Keys.Check(mark);
        return new MarkPolicy(
            ErrorCodeReader.Read(mark, "error_codes"),
            mark.Integer(Retries),
            mark.Duration(Delay));
    }

    public static void Write(MarkPolicy policy, CanonicalToml toml)
    {
        var mark = new InlineToml();
        mark.Integers("error_codes", policy.ErrorCodes);
        mark.Integer("retries", policy.Retries, MarkPolicy.Default.Retries);
        mark.Duration("delay", policy.Delay, MarkPolicy.Default.Delay);
        toml.Table("mark_for_suspension", mark);
    }
}
