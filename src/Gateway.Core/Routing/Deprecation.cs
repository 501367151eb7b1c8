using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Core.Routing;

/// <summary>What consumers of a deprecated API are told. Says nothing while the API is in another state.</summary>
/// <param name="Since">Since when it is deprecated, in whole seconds; null: nobody has written it down.</param>
/// <param name="Sunset">When it will go, in whole seconds, not before <paramref name="Since"/>; null: not known.</param>
/// <param name="Link">Where to read about it: an absolute address; empty: nowhere.</param>
/// <param name="Successor">The version that takes its place: an absolute address; empty: none.</param>
public sealed record Deprecation(DateTimeOffset? Since, DateTimeOffset? Sunset, string Link, string Successor)
{
    /// <summary>Nothing is told but the fact.</summary>
    public static Deprecation Unsaid { get; } = new(null, null, "", "");
}

/// <summary>A <see cref="Routing.Deprecation"/> as header fields, put into text once.</summary>
public sealed class DeprecationNotice
{
    /// <param name="deprecation">What is to be said.</param>
    public DeprecationNotice(Deprecation deprecation)
    {
        ArgumentNullException.ThrowIfNull(deprecation);
        Deprecation = string.Create(CultureInfo.InvariantCulture, $"@{deprecation.Since?.ToUnixTimeSeconds() ?? 0}");
        Sunset = deprecation.Sunset?.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        var links = ImmutableArray.CreateBuilder<string>();
        if (deprecation.Link.Length > 0)
        {
            links.Add($"<{deprecation.Link}>; rel=\"deprecation\"");
        }

        if (deprecation.Successor.Length > 0)
        {
            links.Add($"<{deprecation.Successor}>; rel=\"successor-version\"");
        }

        Links = links.ToImmutable();
    }

    /// <summary>
    /// The value of <c>Deprecation</c> (RFC 9745, section 2.1). It must be a date: where nobody has written it down, one that has
    /// surely passed, which says that the API is deprecated by now.
    /// </summary>
    public string Deprecation { get; }

    /// <summary>The value of <c>Sunset</c> (RFC 8594); null: none.</summary>
    public string? Sunset { get; }

    /// <summary>Values of <c>Link</c>, of the relations <c>deprecation</c> (RFC 9745) and <c>successor-version</c> (RFC 5829).</summary>
    public ImmutableArray<string> Links { get; }
}
