using System.Net;
using System.Net.Sockets;
using Gateway.Core.Attempts;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Edge.Cluster;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Probes;
using Gateway.Management;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Edge.Groups;

/// <summary>
/// Goes through a failure once, after the start and beside the traffic: a refused try, a refused probe, a verdict, a report that says
/// nothing. The runtime compiles code when it first runs; without this, it would do so while a backend has just died, and the
/// cluster's first verdict took a third of a second longer.
/// </summary>
internal sealed partial class Rehearsal : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IHttpForwarder _forwarder;
    private readonly BackendClients _clients;
    private readonly IProbes _probes;
    private readonly IGroupLink _link;
    private readonly EdgeGroups _groups;
    private readonly ClusterConnection _cluster;
    private readonly NodeIdentity _node;
    private readonly ILogger<Rehearsal> _logger;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Rehearsal(
        IHttpForwarder forwarder, BackendClients clients, IProbes probes, IGroupLink link, EdgeGroups groups, ClusterConnection cluster,
        NodeIdentity node, ILogger<Rehearsal> logger)
    {
        _forwarder = forwarder;
        _clients = clients;
        _probes = probes;
        _link = link;
        _groups = groups;
        _cluster = cluster;
        _node = node;
        _logger = logger;
        _cluster.Connected += NoteConnected;
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _cluster.Connected -= NoteConnected;
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            OutageRehearsal.Play(ErrorCodes.ConnectionFailed);
            await TryAsync(stoppingToken);
            if (_cluster.Grains is null)
            {
                await _connected.Task.WaitAsync(stoppingToken);
            }

            await ReportAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before it was through.
        }
        // The outermost step: the first outage is found out a little later then, and nothing else is lost.
        catch (Exception fault)
        {
            LogFailed(fault);
        }
    }

    // A port of ours that nobody listens on: whoever connects is refused.
    private async Task TryAsync(CancellationToken stopping)
    {
        using var port = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        port.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var nobody = new Uri($"http://{port.LocalEndPoint}/");
        await _probes.RunAsync(new ProbeTarget(nobody, BackendProtocol.Http11, Patience, Health: null), FailureStage.Connect, static () => true, stopping);

        var http = new DefaultHttpContext { RequestAborted = stopping };
        http.Request.Method = HttpMethods.Get;
        var config = new ForwarderRequestConfig { ActivityTimeout = Patience, Version = HttpVersion.Version11 };
        var error = await _forwarder.SendAsync(http, nobody.AbsoluteUri, _clients.For(Patience).Invoker, config, HttpTransformer.Default, stopping);
        AttemptOutcome.Of(ForwardOutcome.Of(error, http.GetForwarderErrorFeature()?.Exception, clientGone: false));
    }

    // Its number is lower than that of any report that tells something: whenever it comes, it changes nothing.
    private async Task ReportAsync()
    {
        if (_groups.Shells.Keys.FirstOrDefault() is { } group)
        {
            var nothing = new ReportItem("", default, 0, ReportKind.GivenBack, 0, FailureStage.Connect, 0, 0);
            await _link.ReportAsync(group, new ReportRequest(_groups.Edge, _node.Id, 0, default, 0, [nothing]));
        }
    }

    private void NoteConnected() => _connected.TrySetResult();

    [LoggerMessage(EventId = 3106, EventName = "RehearsalFailed", Level = LogLevel.Warning,
        Message = "The rehearsal of an outage failed; the first real one may be found out more slowly")]
    private partial void LogFailed(Exception fault);
}
