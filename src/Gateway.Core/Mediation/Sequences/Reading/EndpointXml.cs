using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;
using Gateway.Core.Suspension;

namespace Gateway.Core.Mediation.Sequences.Reading;

/// <summary>
/// The endpoint of a <c>send</c> or <c>call</c>: one of the configuration by its name, or one written out in the sequence. The latter
/// becomes an endpoint of the catalog like any other, named after the place where it stands; so it is in the catalog's bundle, too, and
/// found there when the bundle is read.
/// </summary>
internal static class EndpointXml
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    // WSO2's default for endpoints without a time-out of their own.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(120);

    /// <summary>The name of the endpoint; null when it cannot be used, which has then been reported.</summary>
    public static string? Read(CatalogFile file, XElement endpoint, CatalogDraft draft, ProblemList problems)
    {
        var place = FragmentXml.PlaceOf(file, endpoint);
        if ((string?)endpoint.Attribute("key") is { } key)
        {
            if (draft.IsDefined(key))
            {
                return key;
            }

            problems.Error(place, $"the sequence sends to the endpoint '{key}', which no [[endpoint]] defines", Nearest.Hint(key, draft.Endpoints.Keys, "Define it in an [[endpoint]]."));
            return null;
        }

        return ReadInline(file, endpoint, draft, problems);
    }

    private static string? ReadInline(CatalogFile file, XElement endpoint, CatalogDraft draft, ProblemList problems)
    {
        var place = FragmentXml.PlaceOf(file, endpoint);
        var name = $"{new string([.. file.Path.Select(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '_' or '-' ? sign : '.')])}:{place.Line}:{place.Column}";
        if (endpoint.Elements().FirstOrDefault(child => child.Name.LocalName is not "property") is not { } kind)
        {
            problems.Error(place, "<endpoint> is empty", "Name one, key=\"…\", or write out <http uri-template=\"…\"/> or <address uri=\"…\"/>.");
            return null;
        }

        Endpoint? read = kind.Name.LocalName switch
        {
            "address" => Leaf(file, kind, name, "uri", problems),
            "http" => Leaf(file, kind, name, "uri-template", problems),
            "failover" or "loadbalance" => Group(file, kind, name, draft, problems),
            var other => Refuse(place, other, problems),
        };
        if (read is not null && !draft.IsDefined(name))
        {
            draft.Add(read, hasName: true);
        }

        return read is null ? null : name;
    }

    private static Endpoint? Refuse(SourcePlace place, string kind, ProblemList problems)
    {
        problems.Error(place, $"an endpoint <{kind}> cannot be written out in a sequence", "Give it an [[endpoint]] of its own, and name it: <endpoint key=\"…\"/>.");
        return null;
    }

    private static GroupEndpoint? Group(CatalogFile file, XElement kind, string name, CatalogDraft draft, ProblemList problems)
    {
        var members = ImmutableArray.CreateBuilder<string>();
        foreach (var member in kind.Elements().Where(child => child.Name.LocalName == "endpoint"))
        {
            if (Read(file, member, draft, problems) is not { } one)
            {
                return null;
            }

            members.Add(one);
        }

        var place = FragmentXml.PlaceOf(file, kind);
        if (members.Count == 0)
        {
            problems.Error(place, $"<{kind.Name.LocalName}> has no endpoints", "Add <endpoint>…</endpoint>.");
            return null;
        }

        draft.MemberPlaces.TryAdd(name, [.. members.Select(_ => place)]);
        return kind.Name.LocalName == "failover"
            ? new FailoverEndpoint(name, members.ToImmutable(), 1, FailoverOrder.Listed, true, GroupSettings.OfFailover, place)
            : new LoadBalanceEndpoint(name, members.ToImmutable(), 1, CursorScope.Cluster, null, place);
    }

    private static LeafEndpoint? Leaf(CatalogFile file, XElement kind, string name, string attribute, ProblemList problems)
    {
        var place = FragmentXml.PlaceOf(file, kind);
        var url = ((string?)kind.Attribute(attribute) ?? "").Trim();
        if (!BackendAddress.TryCompile(url, out var address, out var error, out _))
        {
            problems.Error(kind.Attribute(attribute) is { } at ? FragmentXml.PlaceOf(file, at) : place, $"the endpoint's {attribute} cannot be used: {error}", $"Write an absolute http or https address: {attribute}=\"http://10.0.0.5:8080/v1\".");
            return null;
        }

        if (!address.HasFixedAuthority)
        {
            problems.Error(place, "the host of an endpoint in a sequence cannot come from the request", "Set <header name=\"To\" expression=\"…\"/>, with an endpoint of type default that allows the hosts.");
            return null;
        }

        foreach (var other in kind.Attributes().Where(other => !other.IsNamespaceDeclaration && other.Name.LocalName is not ("uri" or "uri-template" or "statistics" or "trace"))
            .Where(other => !(other.Name.LocalName == "format" && other.Value is "leave-as-is" or "rest" or "pox")))
        {
            problems.Error(FragmentXml.PlaceOf(file, other), $"the attribute {other.Name.LocalName} of an endpoint in a sequence is not supported", "Give the endpoint an [[endpoint]] of its own, and name it: <endpoint key=\"…\"/>.");
        }

        var suspension = Named(kind, "suspendOnFailure");
        var settings = new BackendSettings(true, 1, ConnectTimeout, Time(file, Named(kind, "timeout"), "duration", Silence, problems), Suspend(file, kind, suspension, problems), BackendProtocol.Http11)
        {
            Mark = Mark(file, Named(kind, "markForSuspension"), problems),
        };
        return kind.Name.LocalName == "http" ? new HttpEndpoint(name, url, settings, place) : new AddressEndpoint(name, url, settings, place);
    }

    private static SuspensionPolicy Suspend(CatalogFile file, XElement kind, XElement? element, ProblemList problems)
    {
        // The form of Synapse 1.x: seconds.
        if (element is null && Named(kind, "suspendDurationOnFailure") is { } seconds)
        {
            return SuspensionPolicy.Default with { Initial = TimeSpan.FromSeconds(Number(file, seconds, 30, problems)) };
        }

        if (element is null)
        {
            return SuspensionPolicy.Default;
        }

        var factor = Named(element, "progressionFactor") is { } progression ? Number(file, progression, 1, problems) : 1;
        return new SuspensionPolicy(
            Codes(file, Named(element, "errorCodes"), problems), Time(file, element, "initialDuration", TimeSpan.FromSeconds(30), problems), factor,
            Time(file, element, "maximumDuration", TimeSpan.MaxValue, problems));
    }

    private static MarkPolicy Mark(CatalogFile file, XElement? element, ProblemList problems) => element is null ? MarkPolicy.Default : new MarkPolicy(
        Codes(file, Named(element, "errorCodes"), problems),
        Named(element, "retriesBeforeSuspension") is { } retries ? (int)Number(file, retries, 0, problems) : 0,
        Time(file, element, "retryDelay", TimeSpan.Zero, problems));

    private static ImmutableArray<int> Codes(CatalogFile file, XElement? element, ProblemList problems)
    {
        var codes = new SortedSet<int>();
        foreach (var part in element?.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) && code is >= -1 and <= 999_999)
            {
                codes.Add(code);
            }
            else
            {
                problems.Error(FragmentXml.PlaceOf(file, element!), $"\"{part}\" is no error code", "Write numbers with commas between them: 101503,101504.");
            }
        }

        return [.. codes];
    }

    // WSO2 counts in milliseconds.
    private static TimeSpan Time(CatalogFile file, XElement? element, string name, TimeSpan byDefault, ProblemList problems) =>
        element is not null && Named(element, name) is { } found ? TimeSpan.FromMilliseconds(Number(file, found, byDefault.TotalMilliseconds, problems)) : byDefault;

    private static double Number(CatalogFile file, XElement element, double byDefault, ProblemList problems)
    {
        if (double.TryParse(element.Value.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 31_536_000_000)
        {
            return number;
        }

        problems.Error(FragmentXml.PlaceOf(file, element), $"<{element.Name.LocalName}> is no number that can be used", "Write digits: <duration>30000</duration>.");
        return byDefault;
    }

    private static XElement? Named(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);
}
