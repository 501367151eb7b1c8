using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>failover</c>.</summary>
internal sealed class FailoverEndpointReader : IEndpointReader
{
    private static readonly WordKey<FailoverOrder> Order = new(
        "order", FailoverOrder.Rotate, new([("rotate", FailoverOrder.Rotate), ("listed", FailoverOrder.Listed)]),
        """how the substitute is chosen. `"rotate"`: in turn from outage to outage. `"listed"`: the first that is available, as WSO2 does""");

    private static readonly FlagKey Returns = new("return_to_primary", true, "whether the first member serves again when it is back. WSO2: `dynamic`");

    public string Type => "failover";

    public Type Reads => typeof(FailoverEndpoint);

    public KeySet Keys { get; } = new("[[endpoint]] failover",
        [EndpointKeys.Name, EndpointKeys.Type, GroupMembersReader.Key, Weights.Key, Order, Returns, .. GroupSettingsReader.Keys]);

    public bool IsLeaf => false;

    public Endpoint Read(string name, TableReader table, CatalogDraft draft) => new FailoverEndpoint(
        name, GroupMembersReader.Read(name, table, draft, "the endpoint that serves, then those that stand in for it"), Weights.Read(table),
        table.OneOf(Order), table.Flag(Returns),
        GroupSettingsReader.Read(name, table, draft, GroupSettings.OfFailover), table.Place);

    public void Write(Endpoint endpoint, CanonicalToml toml)
    {
        var group = (FailoverEndpoint)endpoint;
        toml.Texts("members", group.Members);
        toml.Integer("weight", group.Weight, Weights.Key.ByDefault);
        toml.Word("order", Order.Choices.Word(group.Order), Order.Choices.Word(Order.ByDefault));
        toml.Flag("return_to_primary", group.ReturnToPrimary, Returns.ByDefault);
        GroupSettingsReader.Write(group.Settings, GroupSettings.OfFailover, toml);
    }
}
