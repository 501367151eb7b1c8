namespace Gateway.Core.Configuration.Files;

/// <summary>
/// The address of a document that a catalog names in place of a file. Whoever reads the configuration fetches it; in the bundle it is a file
/// whose path is its address.
/// </summary>
public static class DocumentAddress
{
    private const int Longest = 2048;

    /// <summary>Whether a name is meant as an address, good or bad.</summary>
    public static bool IsMeant(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var end = name.IndexOf("://", StringComparison.Ordinal);
        return end > 0 && Uri.CheckSchemeName(name[..end]);
    }

    /// <summary>What keeps an address from being fetched, as part of a sentence; empty: nothing does.</summary>
    public static string Fault(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Length > Longest ? $"it is longer than {Longest} characters"
            : !Uri.TryCreate(address, UriKind.Absolute, out var uri) || address.Any(c => c <= ' ' || char.IsControl(c)) ? "it cannot be read"
            : uri.Scheme is not ("http" or "https") ? $"its scheme is {uri.Scheme}, and only http and https are fetched"
            : uri.UserInfo.Length > 0 ? "it holds a user, which would travel to every node and be shown"
            : address.Contains('#', StringComparison.Ordinal) ? "it holds a '#'"
            : "";
    }

    /// <summary>An address as it may be shown: what stands before an <c>@</c> may be a password.</summary>
    internal static string WithoutUser(string address)
    {
        var authority = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var length = address.AsSpan(authority).IndexOfAny('/', '?', '#');
        var at = address.LastIndexOf('@', length < 0 ? address.Length - 1 : authority + length);
        return at < authority ? address : string.Concat(address.AsSpan(0, authority), address.AsSpan(at + 1));
    }

    /// <summary>Whether two addresses are of one server: scheme, host and port.</summary>
    internal static bool AreOfOneServer(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
