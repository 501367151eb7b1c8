using System.Globalization;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Revisions;
using Gateway.Management.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Management.Revisions;

/// <summary>How far a change is to go.</summary>
internal enum DryRun
{
    /// <summary>All the way.</summary>
    None,

    /// <summary>It is read, and nothing else.</summary>
    Check,

    /// <summary>Every edge looks at it, and it is said what it would change.</summary>
    Plan,
}

/// <summary>What the query of a change says.</summary>
/// <param name="DryRun">How far it is to go.</param>
/// <param name="Expect">The revision that must be the running one; 0: whichever is.</param>
/// <param name="Strict">Whether warnings count as errors.</param>
internal sealed record ChangeQuery(DryRun DryRun, long Expect, bool Strict)
{
    /// <summary>Reads the keys that every change has.</summary>
    /// <param name="query">The query.</param>
    /// <param name="fault">What is wrong with it; empty: nothing is.</param>
    /// <param name="further">Keys that this change has besides.</param>
    public static ChangeQuery? Read(IQueryCollection query, out string fault, params string[] further)
    {
        string[] known = ["dryRun", "expect", "strict", .. further];
        var expect = 0L;
        var dryRun = DryRun.None;
        fault = query.Keys.FirstOrDefault(key => !known.Contains(key)) is not null ? $"The query may hold {string.Join(", ", known)}."
            : query.Any(pair => pair.Value.Count > 1) ? "A key of the query stands twice."
            : query.TryGetValue("dryRun", out var word) && !TryMode(word.ToString(), out dryRun) ? "dryRun is check or plan."
            : query.TryGetValue("expect", out var number)
                && (!long.TryParse(number.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out expect) || expect < 1)
                ? "expect is the number of the revision that you have seen, from 1."
            : !IsFlag(query, "strict", out _) ? "strict is true or false." : "";
        IsFlag(query, "strict", out var isStrict);
        return fault.Length > 0 ? null : new ChangeQuery(dryRun, expect, isStrict);
    }

    /// <summary>Reads a key that is true or false; false without it.</summary>
    /// <returns>False when it is neither.</returns>
    public static bool IsFlag(IQueryCollection query, string key, out bool value)
    {
        value = false;
        return !query.TryGetValue(key, out var text) || bool.TryParse(text.ToString(), out value);
    }

    private static bool TryMode(string word, out DryRun mode)
    {
        mode = word switch { "check" => DryRun.Check, "plan" => DryRun.Plan, _ => DryRun.None };
        return mode != DryRun.None;
    }
}

/// <summary>What a change's request brings besides.</summary>
internal static class ChangeRequest
{
    /// <summary>The most bytes of a catalog or of an import.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Reads the whole body.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than <see cref="MostBytes"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostBytes;
        }

        return await context.ReadForChangeAsync(ReadAsync).ConfigureAwait(false);
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>By what and by whom a change is made. It has been let in: with a token where there is one, else from this machine.</summary>
    public static RevisionOrigin OriginOf(HttpContext context, ManagementSettings settings, RevisionCause cause, long of = 0)
    {
        var from = context.Connection.RemoteIpAddress;
        return new RevisionOrigin(
            cause, settings.Token.Length > 0 ? "token" : "loopback", (from is { IsIPv4MappedToIPv6: true } ? from.MapToIPv4() : from)?.ToString() ?? "", of);
    }
}
