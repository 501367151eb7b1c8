using System.Collections.Immutable;
using Gateway.Core.Configuration.Moves;
using Gateway.Core.Configuration.Revisions;
using Gateway.Core.Events;
using Gateway.Core.Groups;
using Gateway.Grains.Catalog;
using Gateway.Grains.EndpointGroups;
using Gateway.Grains.Nodes;
using Gateway.Management.Views;

namespace Gateway.Management.Tests.Fakes;

/// <summary>A cluster within reach of a field: groups, nodes and the catalog answer what the test says.</summary>
internal sealed class FakeCluster : IClusterAccess, IGrainFactory
{
    public bool IsConnected { get; set; } = true;

    public Func<string, long, ValueTask<GroupDescription>> Describe { get; set; } = (_, _) => throw new TimeoutException();

    public Func<string, AdminCommand, ValueTask<AdminReply>> Admin { get; set; } = (_, _) => throw new TimeoutException();

    public Func<ValueTask<ImmutableArray<NodeEntry>>> ListNodes { get; set; } = () => throw new TimeoutException();

    public Func<NodeReport, ValueTask<NodeOrder>> TakeReport { get; set; } = _ => new(NodeOrder.None);

    public Func<string, NodeOrder, ValueTask<NodeOrderStatus>> TakeOrder { get; set; } = (_, _) => throw new TimeoutException();

    public Func<long, string, ValueTask<CatalogAnswer>> ReadCatalog { get; set; } = (_, _) => throw new TimeoutException();

    /// <summary>The revisions that the catalog's grain remembers, newest first; null: it does not answer.</summary>
    public ImmutableArray<RevisionEntry>? Revisions { get; set; }

    /// <summary>Bundles that can be gone back to, by number.</summary>
    public Dictionary<long, KeptBundle> Bundles { get; } = [];

    /// <summary>The edges that the catalog's grain knows.</summary>
    public Func<EdgesReply> Edges { get; set; } = () => throw new TimeoutException();

    /// <summary>Verdicts on what is staged.</summary>
    public Func<string, ImmutableArray<EdgeVerdict>> Verdicts { get; set; } = _ => [];

    public Func<CatalogProposal, CatalogAnswer> Propose { get; set; } = _ => throw new TimeoutException();

    public Func<ApiMove, string, string, ValueTask<MoveReply>> MoveApi { get; set; } = (_, _, _) => throw new TimeoutException();

    public Func<EventBatch, ValueTask<bool>> TellEvents { get; set; } = _ => throw new TimeoutException();

    public Func<FollowRequest, IEventObserver, ValueTask<FollowReply>> FollowEvents { get; set; } = (_, _) => throw new TimeoutException();

    public Action<ImmutableArray<PlacedEvent>> SeedEvents { get; set; } = _ => { };

    public TaskCompletionSource AskedInVain { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IGrainFactory? Grains
    {
        get
        {
            if (IsConnected)
            {
                return this;
            }

            AskedInVain.TrySetResult();
            return null;
        }
    }

    TGrainInterface IGrainFactory.GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix) =>
        (TGrainInterface)(object)(typeof(TGrainInterface) == typeof(IEndpointGroupGrain) ? new GroupGrain(this, primaryKey)
            : typeof(TGrainInterface) == typeof(INodesGrain) ? new NodesGrain(this)
            : typeof(TGrainInterface) == typeof(IEventsGrain) ? new EventsGrain(this)
            : new FakeCatalogGrain(this));

    TGrainInterface IGrainFactory.GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix) => throw new NotSupportedException();

    TGrainInterface IGrainFactory.GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix) => throw new NotSupportedException();

    TGrainInterface IGrainFactory.GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix) =>
        throw new NotSupportedException();

    TGrainInterface IGrainFactory.GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix) =>
        throw new NotSupportedException();

    TGrainObserverInterface IGrainFactory.CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj) =>
        (TGrainObserverInterface)obj;

    void IGrainFactory.DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj) => throw new NotSupportedException();

    IGrain IGrainFactory.GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw new NotSupportedException();

    IGrain IGrainFactory.GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw new NotSupportedException();

    IGrain IGrainFactory.GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw new NotSupportedException();

    IGrain IGrainFactory.GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    IGrain IGrainFactory.GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    IAddressable IGrainFactory.GetGrain(Type interfaceType, IdSpan grainKey) => throw new NotSupportedException();

    IAddressable IGrainFactory.GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => throw new NotSupportedException();

    TGrainInterface IGrainFactory.GetGrain<TGrainInterface>(GrainId grainId) => throw new NotSupportedException();

    IAddressable IGrainFactory.GetGrain(GrainId grainId) => throw new NotSupportedException();

    IAddressable IGrainFactory.GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw new NotSupportedException();

    private sealed class GroupGrain(FakeCluster cluster, string name) : IEndpointGroupGrain
    {
        public ValueTask<TakeReply> TakeAsync(TakeRequest request) => throw new NotSupportedException();

        public ValueTask<PullReply> PullAsync(PullRequest request, IGroupObserver? observer) => throw new NotSupportedException();

        public ValueTask<ReportReply> ReportAsync(ReportRequest request) => throw new NotSupportedException();

        public ValueTask<AdminReply> AdminAsync(AdminCommand command, long revision) => cluster.Admin(name, command);

        public ValueTask<GroupDescription> DescribeAsync(long revision) => cluster.Describe(name, revision);
    }

    private sealed class NodesGrain(FakeCluster cluster) : INodesGrain
    {
        public ValueTask<NodeOrder> ReportAsync(NodeReport report) => cluster.TakeReport(report);

        public ValueTask<NodeOrderStatus> OrderAsync(string node, NodeOrder order) => cluster.TakeOrder(node, order);

        public ValueTask<ImmutableArray<NodeEntry>> ListAsync() => cluster.ListNodes();
    }

    private sealed class EventsGrain(FakeCluster cluster) : IEventsGrain
    {
        public ValueTask<bool> TellAsync(EventBatch batch) => cluster.TellEvents(batch);

        public ValueTask<FollowReply> FollowAsync(FollowRequest request, IEventObserver observer) => cluster.FollowEvents(request, observer);

        public ValueTask SeedAsync(ImmutableArray<PlacedEvent> events)
        {
            cluster.SeedEvents(events);
            return ValueTask.CompletedTask;
        }
    }
}
