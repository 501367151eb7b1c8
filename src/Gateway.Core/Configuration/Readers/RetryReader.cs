using Gateway.Core.Suspension;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>retry</c>, WSO2's <c>retryConfig</c>.</summary>
internal static class RetryReader
{
    private static readonly KeySet Keys = new(["disabled_error_codes", "enabled_error_codes"]);

    public static RetryCodes Read(TableReader endpoint)
    {
        if (endpoint.Table("retry", "retry = { disabled_error_codes = [101504] }") is not { } retry)
        {
            return RetryCodes.Default;
        }

        Keys.Check(retry);
        return new RetryCodes(ErrorCodeReader.Read(retry, "disabled_error_codes"), ErrorCodeReader.Read(retry, "enabled_error_codes"));
    }

    public static void Write(RetryCodes codes, CanonicalToml toml)
    {
        var retry = new InlineToml();
        retry.Integers("disabled_error_codes", codes.Disabled);
        retry.Integers("enabled_error_codes", codes.Enabled);
        toml.Table("retry", retry);
    }
}
