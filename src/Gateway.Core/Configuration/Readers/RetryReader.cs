using Gateway.Core.Suspension;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>retry</c>, WSO2's <c>retryConfig</c>.</summary>
internal static class RetryReader
{
    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new("retry",
    [
        Key.List("disabled_error_codes", ErrorCodeReader.Form, "failures after which no other member is tried. WSO2: `retryConfig/disabledErrorCodes`"),
        Key.List("enabled_error_codes", ErrorCodeReader.Form, "if it is not empty, the only failures after which one is. WSO2: `retryConfig/enabledErrorCodes`"),
    ]);

    /// <summary>The key that the table stands under.</summary>
    public static Key Key { get; } = Key.Table("retry", Keys, "after which of its failures its group tries another member");

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
