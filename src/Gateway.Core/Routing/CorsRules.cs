using System.Collections.Frozen;
using System.Globalization;

namespace Gateway.Core.Routing;

/// <summary>
/// A <see cref="CorsPolicy"/> made ready: who is allowed, and the header values that say so. The browser is the judge; the gateway
/// only tells it what is allowed (WHATWG Fetch, section 3.3).
/// </summary>
public sealed class CorsRules
{
    private const string Any = "*";

    private readonly FrozenSet<string> _origins;
    private readonly (string Before, string Behind)[] _patterns;
    private readonly FrozenSet<string> _methods;

    /// <param name="policy">What is allowed; a policy that is switched off has no rules.</param>
    public CorsRules(CorsPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        AnyOrigin = policy.AllowOrigins.Contains(Any);
        _origins = policy.AllowOrigins.Where(origin => !origin.Contains('*', StringComparison.Ordinal)).ToFrozenSet(StringComparer.Ordinal);
        _patterns = [.. policy.AllowOrigins.Where(origin => origin != Any && origin.Contains('*', StringComparison.Ordinal)).Select(Split)];
        _methods = policy.AllowMethods.ToFrozenSet(StringComparer.Ordinal);
        AnyHeader = policy.AllowHeaders is [Any];
        AllowHeaders = string.Join(", ", policy.AllowHeaders);
        ExposeHeaders = string.Join(", ", policy.ExposeHeaders);
        AllowsCredentials = policy.AllowCredentials && !AnyOrigin;
        MaxAge = policy.MaxAge is { } age ? ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture) : "";
    }

    /// <summary>Whether pages of every origin may call: the answer is then the same for all, <c>*</c>.</summary>
    public bool AnyOrigin { get; }

    /// <summary>Whether every request header is allowed: what is asked for is what is answered.</summary>
    public bool AnyHeader { get; }

    /// <summary>The value of <c>Access-Control-Allow-Headers</c>, unless <see cref="AnyHeader"/>; may be empty.</summary>
    public string AllowHeaders { get; }

    /// <summary>The value of <c>Access-Control-Expose-Headers</c>; empty: none.</summary>
    public string ExposeHeaders { get; }

    /// <summary>Whether <c>Access-Control-Allow-Credentials</c> goes with an origin that is allowed.</summary>
    public bool AllowsCredentials { get; }

    /// <summary>The value of <c>Access-Control-Max-Age</c>, in seconds; empty: none.</summary>
    public string MaxAge { get; }

    /// <summary>The value of <c>Access-Control-Allow-Origin</c> for a page of an origin; null: it may not call.</summary>
    /// <param name="origin">The value of <c>Origin</c>; empty: there was none.</param>
    public string? OriginFor(string origin) => AnyOrigin ? Any : Allows(origin) ? origin : null;

    /// <summary>The methods that may be called: of those that a resource offers the allowed ones, as in WSO2.</summary>
    /// <param name="offered">A value of <c>Allow</c>; empty: any method is offered.</param>
    public string MethodsOf(string offered)
    {
        ArgumentNullException.ThrowIfNull(offered);
        return string.Join(", ", offered.Length == 0 ? _methods.Order(StringComparer.Ordinal) : offered.Split(", ").Where(_methods.Contains));
    }

    private bool Allows(string origin)
    {
        if (_origins.Contains(origin))
        {
            return true;
        }

        foreach (var (before, behind) in _patterns)
        {
            // What stands for the asterisk belongs to a host or a port, so that no other part of an address can stand in for it.
            if (origin.Length > before.Length + behind.Length && origin.StartsWith(before, StringComparison.Ordinal)
                && origin.EndsWith(behind, StringComparison.Ordinal) && IsOfHost(origin.AsSpan()[before.Length..^behind.Length]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfHost(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    private static (string, string) Split(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return (pattern[..star], pattern[(star + 1)..]);
    }
}
