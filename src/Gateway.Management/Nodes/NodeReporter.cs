using Gateway.Grains.Nodes;
using Gateway.Management.Views;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Management.Nodes;

/// <summary>Tells the cluster each second that the node is there. While it is not connected there is nobody to tell.</summary>
internal sealed partial class NodeReporter(IClusterAccess cluster, OwnReport own, INodeView node, TimeProvider clock, ILogger<NodeReporter> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private bool _isFailing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                await ReportAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node stops; the cluster forgets it within seconds.
        }
    }

    private async Task ReportAsync(CancellationToken stoppingToken)
    {
        if (cluster.Grains is not { } grains)
        {
            return;
        }

        try
        {
            var order = await TellAsync(grains).WaitAsync(Period, clock, stoppingToken).ConfigureAwait(false);
            _isFailing = false;
            if (order != NodeOrder.None && node.TryDrain(order == NodeOrder.Drain))
            {
                LogOrdered(logger, order);
            }
        }
        catch (Exception failure)
        {
            // The loop's outermost step: whatever one report met, the next is a second away. Said once, not each second.
            if (!_isFailing && !stoppingToken.IsCancellationRequested)
            {
                LogFailing(logger, failure.Message);
            }

            _isFailing = true;
        }
    }

    // A client that has stopped throws at once instead of answering with a failed task; async makes both one.
    private async Task<NodeOrder> TellAsync(IGrainFactory grains) =>
        await grains.GetGrain<INodesGrain>(INodesGrain.Key).ReportAsync(own.Now()).ConfigureAwait(false);

    [LoggerMessage(EventId = 5111, EventName = "NodeOrdered", Level = LogLevel.Information,
        Message = "An operator wants of this node: {Order}")]
    private static partial void LogOrdered(ILogger logger, NodeOrder order);

    [LoggerMessage(EventId = 5110, EventName = "NodeReportFailed", Level = LogLevel.Warning,
        Message = "The cluster does not take this node's reports ({Reason}); it goes on trying each second")]
    private static partial void LogFailing(ILogger logger, string reason);
}
