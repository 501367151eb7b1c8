using Gateway.Core.Addresses;
using Gateway.Core.Attempts;
using Gateway.Core.Endpoints;
using Gateway.Core.Mediation;
using Gateway.Core.Mediation.Rules;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Gateway.Management.Explain;
using Gateway.Management.Views;

namespace Gateway.Edge.Explaining;

/// <summary>The way of one request from its endpoint on: through dynamic endpoints and groups to a backend.</summary>
/// <param name="request">The request.</param>
/// <param name="asked">Its body.</param>
/// <param name="groups">Foretells picks.</param>
/// <param name="hasSequence">Whether a sequence that was not run comes before.</param>
internal sealed class EndpointWalk(GatewayRequest request, AskedRequest asked, GroupReading groups, bool hasSequence)
{
    /// <summary>Goes on to an endpoint.</summary>
    public async ValueTask<Explanation> GoAsync(Explanation told, string endpoint) =>
        request.Catalog!.Catalog.Endpoints[endpoint] switch
        {
            DynamicEndpoint dynamic => await ChooseAsync(told, dynamic),
            DefaultEndpoint => hasSequence
                ? told.LeaveOpen("The endpoint's address comes from the In sequence, which was not run.")
                : told.Refuse(Fault.Of(new AttemptOutcome(AttemptEnd.NotSent, ErrorCodes.EndpointNotReady))),
            _ => await PickAsync(told, endpoint),
        };

    private async ValueTask<Explanation> PickAsync(Explanation told, string name)
    {
        var catalog = request.Catalog!;
        var (group, foretold) = await groups.ReadAsync(request, asked.Body.Length, name);
        if (group is null)
        {
            return told.LeaveOpen($"The edge does not serve endpoint '{name}' yet; ask again.");
        }

        told = told with { Groups = told.Groups.Add(group), Notes = GroupWords.NoteOn(foretold!.Basis) is { } note ? told.Notes.Add(note) : told.Notes };
        if (foretold.Member is not { } member)
        {
            return foretold.Basis == Core.Groups.PickBasis.Chance
                ? told.LeaveOpen($"Chance decides among the members of '{name}' that can be used.")
                : told.Groups.Length > 1
                    ? told.LeaveOpen($"No member of '{name}' can be used; the request goes on to another member of '{told.Groups[^2].Name}'.")
                    : told.Refuse(Fault.Of(new AttemptOutcome(
                        AttemptEnd.NotSent,
                        catalog.Catalog.Endpoints[name] is GroupEndpoint ? ErrorCodes.NoReadyMember : ErrorCodes.EndpointNotReady)));
        }

        if (catalog.Catalog.Endpoints[member] is GroupEndpoint)
        {
            return await PickAsync(told, member);
        }

        return catalog.HandlerNamed(member) is not LeafEndpointHandler leaf
            ? told.LeaveOpen($"The edge does not serve endpoint '{member}' yet; ask again.")
            : BackendForwarder.AddressOf(request, leaf.Backend) is not { } address ? told.Refuse(Fault.NoAddress)
            : told.Send(member, address.OriginalString, $"It would be sent to '{member}': {group.Why}.");
    }

    private async ValueTask<Explanation> ChooseAsync(Explanation told, DynamicEndpoint dynamic)
    {
        var (by, decision) = Decide(dynamic);
        if (by is null)
        {
            return told.Refuse(Fault.BodyTooLarge);
        }

        if (decision.Target == RoutingTarget.None && dynamic.Script is { } script)
        {
            var targets = string.Join(", ", dynamic.Targets(request.Catalog!.Catalog.Endpoints.ContainsKey));
            return (told with { Routes = told.Routes.Add(new ExplainedRoute(dynamic.Name, "script", null)) })
                .LeaveOpen($"The script {script.File.Path} decides, and was not run. It can choose: {targets}.");
        }

        if (decision.Target == RoutingTarget.None && dynamic.Default.Length > 0)
        {
            (by, decision) = ("default", RoutingDecision.ToEndpoint(dynamic.Default));
        }

        var isNowhere = decision.Target == RoutingTarget.None;
        told = told with { Routes = told.Routes.Add(new ExplainedRoute(dynamic.Name, isNowhere ? "nothing" : by, isNowhere ? null : decision.Value)) };
        return isNowhere ? told.Refuse(Fault.NoRoute)
            : decision.Target == RoutingTarget.Endpoint ? await GoAsync(told with { Endpoint = decision.Value }, decision.Value)
            : Address(told, dynamic, decision);
    }

    // Each rule by itself, so that the one that decides can be named.
    private (string? By, RoutingDecision Decision) Decide(DynamicEndpoint dynamic)
    {
        var subject = new RequestSubject(request);
        using var body = new RouteBody(asked.Body);
        for (var i = 0; i < dynamic.Routes.Length; i++)
        {
            var rule = RouteRules.Compile([dynamic.Routes[i]], dynamic.Namespaces);
            if (!rule.TryDecide(subject, null, out var decision))
            {
                if (asked.Body.Length > dynamic.BodyLimit)
                {
                    return (null, RoutingDecision.None);
                }

                rule.TryDecide(subject, body, out decision);
            }

            if (decision.Target != RoutingTarget.None)
            {
                return ($"rule {i + 1}", decision);
            }
        }

        return ("nothing", RoutingDecision.None);
    }

    private Explanation Address(Explanation told, DynamicEndpoint dynamic, RoutingDecision decision)
    {
        var refusal = ComputedAddress.Read(decision.Value, out var address);
        if (refusal == AddressRefusal.None && decision.Target == RoutingTarget.Computed)
        {
            refusal = dynamic.AllowedHosts.Judge(address);
        }

        if (refusal != AddressRefusal.None)
        {
            return told.Refuse(Fault.Of(refusal));
        }

        if (groups.IsLeftAlone(dynamic.Name, address.Authority))
        {
            return told.Refuse(Fault.Of(new AttemptOutcome(AttemptEnd.NotSent, ErrorCodes.EndpointNotReady)));
        }

        told = told with { Notes = told.Notes.Add("The name of a computed address is resolved, and checked again, when it is called.") };
        return told.Send(dynamic.Name, address.Authority + address.Path, $"It would be sent to {address.Authority}.");
    }
}
