using Gateway.Management.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Listener;

/// <summary>How requests are mapped: those that look and those that change something.</summary>
public static class RouteExtensions
{
    private static readonly string[] Looks = ["GET", "HEAD"];

    /// <summary>Maps a request that changes nothing.</summary>
    public static IEndpointConventionBuilder MapLook(this IEndpointRouteBuilder routes, string pattern, RequestDelegate handler) =>
        routes.MapMethods(pattern, Looks, handler);

    /// <summary>Maps a request that changes something: an operator's, from no foreign page, of a type that no form can send.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="method">POST, PUT, PATCH or DELETE.</param>
    /// <param name="pattern">The path.</param>
    /// <param name="handler">What answers.</param>
    /// <param name="contentTypes">The media types accepted; none named: <c>application/json</c>.</param>
    public static IEndpointConventionBuilder MapChange(
        this IEndpointRouteBuilder routes, string method, string pattern, RequestDelegate handler, params string[] contentTypes) =>
        routes.MapMethods(pattern, [method], handler).WithMetadata(contentTypes.Length == 0 ? ChangeContent.Json : new ChangeContent(contentTypes));

    /// <summary>Maps a POST that asks with a body and changes nothing: for those who may look, under the other rules of a change.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="pattern">The path.</param>
    /// <param name="handler">What answers.</param>
    public static IEndpointConventionBuilder MapQuestion(this IEndpointRouteBuilder routes, string pattern, RequestDelegate handler) =>
        routes.MapMethods(pattern, ["POST"], handler).WithMetadata(ChangeContent.Json, OpenToReaders.Instance);

    /// <summary>Lets operators in only, and takes their token as a browser sends it too: as the password of Basic, with any name or none.</summary>
    internal static IEndpointConventionBuilder ForOperatorsWithBrowsers(this IEndpointConventionBuilder endpoint) =>
        endpoint.WithMetadata(Access.ForOperatorsWithBrowsers.Instance);

    /// <summary>Lets everybody in who comes by an accepted host name, token or not.</summary>
    internal static IEndpointConventionBuilder AllowAnybody(this IEndpointConventionBuilder endpoint) =>
        endpoint.WithMetadata(OpenToAnybody.Instance);
}
