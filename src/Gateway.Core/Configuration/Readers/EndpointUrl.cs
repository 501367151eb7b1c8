using System.Text.RegularExpressions;

namespace Gateway.Core.Configuration.Readers;

/// <summary>The rules for a backend's address: an absolute RFC 6570 template over what a request can give.</summary>
internal static partial class EndpointUrl
{
    /// <summary>Reports what is wrong with an address.</summary>
    public static void Check(string url, TableReader table)
    {
        if (Fault(url) is { } fault)
        {
            table.Problems.Error(table.PlaceOf("url"), $"'url' in {table.What} {fault.What}", fault.Remedy);
        }
    }

    // The address itself is not quoted: it may hold a password, or what a placeholder stands for.
    private static (string What, string Remedy)? Fault(string url)
    {
        if (url.StartsWith("legacy-encoding:", StringComparison.Ordinal))
        {
            return ("begins with 'legacy-encoding:', which is not yet supported", "Remove the prefix: values are encoded by RFC 6570.");
        }

        if (!url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return ("is not an absolute http or https address", "Write it with scheme and host: \"http://10.0.0.5:8080/v1\".");
        }

        foreach (Match expression in Expressions().Matches(url))
        {
            if (FaultOfExpression(expression.Value) is { } fault)
            {
                return fault;
            }
        }

        if (Expressions().Replace(url, "").AsSpan().IndexOfAny('{', '}') >= 0)
        {
            return ("has a brace without its partner", "A variable stands in a pair of braces: {uri.var.petId}.");
        }

        // Digits are good for a host and for a port.
        if (!Uri.TryCreate(Expressions().Replace(url, "1"), UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            return ("has a host or port that cannot be read", "Write it with scheme and host: \"http://10.0.0.5:8080/v1\".");
        }

        return address.UserInfo.Length > 0 ? ("holds a user, which is not yet supported", "Remove what stands before the '@'.")
            : url.Contains('#', StringComparison.Ordinal) ? ("holds a fragment", "Remove the '#' and what follows: it is never sent to a backend.")
            : null;
    }

    private static (string What, string Remedy)? FaultOfExpression(string expression)
    {
        var form = Form().Match(expression);
        if (!form.Success)
        {
            return ($"has the expression {expression}, which RFC 6570 does not know", "Write {uri.var.NAME}, {+uri.var.NAME} or {?query.param.NAME}.");
        }

        foreach (Capture name in form.Groups["name"].Captures)
        {
            if (!name.Value.StartsWith("uri.var.", StringComparison.Ordinal) && !name.Value.StartsWith("query.param.", StringComparison.Ordinal))
            {
                return ($"has the variable '{name.Value}', which no request gives",
                    $"Write {{uri.var.{name.Value}}} for a variable of the resource's path, or {{query.param.{name.Value}}} for a parameter of the query.");
            }
        }

        return null;
    }

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Expressions();

    // RFC 6570, section 2.
    [GeneratedRegex(@"^\{[+#./;?&]?(?<name>(\w|%[0-9A-Fa-f]{2})+(\.(\w|%[0-9A-Fa-f]{2})+)*)(\*|:[1-9][0-9]{0,3})?(,(?<name>(\w|%[0-9A-Fa-f]{2})+(\.(\w|%[0-9A-Fa-f]{2})+)*)(\*|:[1-9][0-9]{0,3})?)*\}$", RegexOptions.ECMAScript)]
    private static partial Regex Form();
}
