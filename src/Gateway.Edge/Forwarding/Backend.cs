using System.Collections.Immutable;
using System.Net;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;
using Gateway.Core.Suspension;
using Gateway.Edge.Authentication;
using Gateway.Edge.Soap;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Edge.Forwarding;

/// <summary>A leaf endpoint made ready to be called: everything that does not depend on the request.</summary>
internal sealed class Backend
{
    private Backend(ICalledEndpoint endpoint, BackendAddress? address, BackendClient client, BackendLogin? login)
    {
        var settings = endpoint.Settings;
        Name = endpoint.Name;
        Address = address;
        Login = login;
        AppendPath = settings.AppendPath;
        Form = MessageForm.Of(settings);
        Retry = settings.Retry;
        FailureStatuses = settings.FailureStatuses;
        Client = client;
        Config = new ForwarderRequestConfig
        {
            ActivityTimeout = settings.Timeout,
            Version = settings.Protocol == BackendProtocol.Http11 ? HttpVersion.Version11 : HttpVersion.Version20,
            VersionPolicy = settings.Protocol == BackendProtocol.Http11
                ? HttpVersionPolicy.RequestVersionOrLower
                : HttpVersionPolicy.RequestVersionExact,
        };
    }

    public Backend(LeafEndpoint endpoint, BackendClients clients)
        : this(endpoint, Compile(endpoint), clients.For(endpoint), clients.LoginOf(endpoint))
    {
    }

    /// <summary>Backends whose address comes with each request.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="clients">The connections.</param>
    /// <param name="isGuarded">Whether connections go only where the endpoint allows.</param>
    public Backend(AddressedEndpoint endpoint, BackendClients clients, bool isGuarded)
        : this(
            endpoint, null, isGuarded ? clients.For(endpoint) : clients.For(endpoint.Settings.ConnectTimeout, endpoint.Settings.Tls),
            clients.LoginOf(endpoint))
    {
    }

    public string Name { get; }

    /// <summary>Its address; null: each request brings one.</summary>
    public BackendAddress? Address { get; }

    public bool AppendPath { get; }

    /// <summary>The form in which it wants its messages; null: they are left alone.</summary>
    public MessageForm? Form { get; }

    /// <summary>After which of its errors a group asks another member.</summary>
    public RetryCodes Retry { get; }

    /// <summary>Statuses that count as failures.</summary>
    public ImmutableArray<StatusRange> FailureStatuses { get; }

    /// <summary>The connections.</summary>
    public BackendClient Client { get; }

    /// <summary>How the gateway makes itself known to it; null: not at all.</summary>
    public BackendLogin? Login { get; }

    public ForwarderRequestConfig Config { get; }

    /// <summary>Whether an answer with this status counts as a failure.</summary>
    public bool IsFailure(HttpStatusCode status)
    {
        foreach (var range in FailureStatuses)
        {
            if (range.Contains((int)status))
            {
                return true;
            }
        }

        return false;
    }

    private static BackendAddress Compile(LeafEndpoint endpoint) =>
        BackendAddress.TryCompile(endpoint.Url, out var address, out var error, out _)
            ? address
            : throw new ArgumentException($"The catalog holds an address that does not compile: {error}", nameof(endpoint));
}
