using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Import;

/// <summary>Whether consumers need credentials.</summary>
internal static class ConsumerSecurityImport
{
    /// <summary>Whether the API is to demand credentials; what somebody has to decide is reported.</summary>
    /// <param name="scheme">The key that names the kinds of credentials.</param>
    /// <param name="byDefault">Whether WSO2 demands some where it says nothing.</param>
    /// <param name="operations">The operations, which may be open one by one.</param>
    /// <param name="options">Whether somebody has decided already.</param>
    public static bool IsRequired(Item scheme, bool byDefault, ImmutableArray<ImportedOperation> operations, ImportOptions options)
    {
        var kinds = string.Join(", ", scheme.List()
            .SelectMany(item => item.TextOrNull()?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? []).Select(kind => kind.Trim()));
        var open = operations.Count(operation => operation.IsOpen == true);
        var demands = operations.Any(operation => operation.IsOpen == false) || (open == 0 && (kinds.Length > 0 || byDefault))
            || (open > 0 && open < operations.Length && byDefault);
        if (!demands)
        {
            if (open > 0)
            {
                scheme.Taken("Every operation is open to anybody (authType None), and so is the API here.");
            }

            return false;
        }

        var what = kinds.Length > 0 ? $"The original demands credentials of consumers ({kinds})."
            : "The original demands credentials of consumers (WSO2's default: OAuth 2).";
        var some = open > 0 ? $" {open} of its {operations.Length} operations are open to anybody there; here it is all or none." : "";
        scheme.Told(ImportVerdict.Decision, options.Anonymous
            ? $"{what} With --anonymous anybody may call it: security is left at \"none\"."
            : $"{what} They cannot be checked yet: security = \"required\" is written, and every request is answered 401. "
                + $"Write security = \"none\", or import with --anonymous, if anybody may call it.{some}");
        return !options.Anonymous;
    }
}
