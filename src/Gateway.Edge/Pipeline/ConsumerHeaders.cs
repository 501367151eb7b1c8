using Gateway.Core.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Gateway.Edge.Pipeline;

/// <summary>
/// What every answer of an API says to its consumer, whoever writes the answer: a backend, a mock, or the gateway with a fault. Put in
/// when the answer's headers are about to leave, over what a backend says of the same.
/// </summary>
internal static class ConsumerHeaders
{
    private const string LinkHeader = "Link";
    private const string DeprecationHeader = "Deprecation";
    private const string SunsetHeader = "Sunset";

    // Those of answers to preflights among them: no answer of a backend may widen what the gateway allows.
    private static readonly string[] OfCors =
    [
        HeaderNames.AccessControlAllowOrigin, HeaderNames.AccessControlAllowCredentials, HeaderNames.AccessControlExposeHeaders,
        HeaderNames.AccessControlAllowMethods, HeaderNames.AccessControlAllowHeaders, HeaderNames.AccessControlMaxAge,
    ];

    /// <summary>Lets the answer say that the API is to go.</summary>
    public static void Announce(DeprecationNotice notice, HttpResponse response) => response.OnStarting(
        static state =>
        {
            var (notice, headers) = ((DeprecationNotice, IHeaderDictionary))state;
            Write(notice, headers);
            return Task.CompletedTask;
        },
        (notice, response.Headers));

    /// <summary>Lets the answer say whether a page of another origin may read it.</summary>
    public static void Announce(CorsRules rules, string origin, HttpResponse response) => response.OnStarting(
        static state =>
        {
            var (rules, origin, headers) = ((CorsRules, string, IHeaderDictionary))state;
            foreach (var name in OfCors)
            {
                headers.Remove(name);
            }

            Write(rules, origin, headers);
            return Task.CompletedTask;
        },
        (rules, origin, response.Headers));

    /// <summary>Whom the answer is for, as far as it is the same for preflights and what follows them.</summary>
    public static void Write(CorsRules rules, string origin, IHeaderDictionary headers)
    {
        if (!rules.AnyOrigin)
        {
            Vary(HeaderNames.Origin, headers);
        }

        if (rules.OriginFor(origin) is not { } allowed)
        {
            return;
        }

        headers.AccessControlAllowOrigin = allowed;
        if (rules.AllowsCredentials)
        {
            headers.AccessControlAllowCredentials = "true";
        }

        if (rules.ExposeHeaders.Length > 0)
        {
            headers.AccessControlExposeHeaders = rules.ExposeHeaders;
        }
    }

    /// <summary>Says that another value of a request header may bring another answer.</summary>
    public static void Vary(string header, IHeaderDictionary headers)
    {
        foreach (var line in headers.Vary)
        {
            foreach (var name in (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (name == "*" || name.Equals(header, StringComparison.OrdinalIgnoreCase))
                {
                    return;
                }
            }
        }

        headers.Vary = StringValues.Concat(headers.Vary, header);
    }

    // A backend may know better when one of its resources goes; and its links stay beside the gateway's.
    private static void Write(DeprecationNotice notice, IHeaderDictionary headers)
    {
        if (!headers.ContainsKey(DeprecationHeader))
        {
            headers[DeprecationHeader] = notice.Deprecation;
        }

        if (notice.Sunset is { } sunset && !headers.ContainsKey(SunsetHeader))
        {
            headers[SunsetHeader] = sunset;
        }

        foreach (var link in notice.Links)
        {
            headers.Append(LinkHeader, link);
        }
    }
}
