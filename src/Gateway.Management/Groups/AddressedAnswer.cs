using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Management.Views;

namespace Gateway.Management.Groups;

/// <summary>
/// An endpoint that learns from requests where it goes, as <c>GET /v1/groups/{name}</c> tells it: what the answering node knows. It is no group, and
/// not among them.
/// </summary>
/// <param name="View">Always <c>local</c>: each edge keeps the states of addresses for itself.</param>
/// <param name="Name">The endpoint's name.</param>
/// <param name="Kind">Its type as it is written in <c>deployment.toml</c>.</param>
/// <param name="Targets">The endpoints that it can choose.</param>
/// <param name="AllowedHosts">What computed addresses may point at.</param>
/// <param name="Addresses">The addresses that this edge does not simply use; bounded.</param>
internal sealed record AddressedAnswer(
    string View, string Name, string Kind, ImmutableArray<string> Targets, ImmutableArray<string> AllowedHosts, ImmutableArray<AddressView> Addresses)
{
    /// <summary>The answer for an endpoint.</summary>
    public static AddressedAnswer Of(AddressedEndpoint endpoint, Catalog catalog, IGroupViews views) => new(
        AnswerView.Local, endpoint.Name, endpoint is DynamicEndpoint ? "dynamic" : "default",
        endpoint is DynamicEndpoint dynamic ? [.. dynamic.Targets(catalog.Endpoints.ContainsKey)] : [], endpoint.AllowedHosts.Texts, views.LeftAlone(endpoint.Name));
}
