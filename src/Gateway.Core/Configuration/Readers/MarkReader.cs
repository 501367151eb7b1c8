using Gateway.Core.Suspension;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>mark_for_suspension</c>, WSO2's <c>markForSuspension</c>.</summary>
internal static class MarkReader
{
    private const int MostRetries = 1_000_000;

    private static readonly KeySet Keys = new(["error_codes", "retries", "delay"]);

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
            mark.Integer("retries", usual.Retries, 0, MostRetries),
            mark.Duration("delay", usual.Delay, TimeSpan.Zero, Limits.Year));
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
