using System.Collections.Immutable;
using System.Net;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;
using Gateway.Core.Suspension;
using Gateway.Edge.Soap;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Edge.Forwarding;

/// <summary>A leaf endpoint made ready to be called: everything that does not depend on the request.</summary>
internal sealed class Backend
{
    public Backend(LeafEndpoint endpoint, BackendClients clients)
    {
        if (!BackendAddress.TryCompile(endpoint.Url, out var address, out var error, out _))
        {
            throw new ArgumentException($"The catalog holds an address that does not compile: {error}", nameof(endpoint));
        }

        Name = endpoint.Name;
        Address = address;
        AppendPath = endpoint.Settings.AppendPath;
        Form = MessageForm.Of(endpoint.Settings);
        Retry = endpoint.Settings.Retry;
        FailureStatuses = endpoint.Settings.FailureStatuses;
        Invoker = clients.For(endpoint.Settings.ConnectTimeout);
        Config = new ForwarderRequestConfig
        {
            ActivityTimeout = endpoint.Settings.Timeout,
            Version = endpoint.Settings.Protocol == BackendProtocol.Http11 ? HttpVersion.Version11 : HttpVersion.Version20,
            VersionPolicy = endpoint.Settings.Protocol == BackendProtocol.Http11
                ? HttpVersionPolicy.RequestVersionOrLower
                : HttpVersionPolicy.RequestVersionExact,
        };
    }

    public string Name { get; }

    public BackendAddress Address { get; }

    public bool AppendPath { get; }

    /// <summary>The form in which it wants its messages; null: they are left alone.</summary>
    public MessageForm? Form { get; }

    /// <summary>After which of its errors a group asks another member.</summary>
    public RetryCodes Retry { get; }

    /// <summary>Statuses that count as failures.</summary>
    public ImmutableArray<StatusRange> FailureStatuses { get; }

    public HttpMessageInvoker Invoker { get; }

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
}
