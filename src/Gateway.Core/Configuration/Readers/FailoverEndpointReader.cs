using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>failover</c>.</summary>
internal sealed class FailoverEndpointReader : IEndpointReader
{
    private static readonly Choices<FailoverOrder> Orders = new([("rotate", FailoverOrder.Rotate), ("listed", FailoverOrder.Listed)]);

    public string Type => "failover";

    public Type Reads => typeof(FailoverEndpoint);

    public KeySet Keys { get; } = new(["name", "type", "members", "weight", "order", "return_to_primary", .. GroupSettingsReader.Keys]);

    public bool IsLeaf => false;

    public Endpoint Read(string name, TableReader table, CatalogDraft draft) => new FailoverEndpoint(
        name, GroupMembersReader.Read(name, table, draft, "the endpoint that serves, then those that stand in for it"), Weights.Read(table),
        table.OneOf("order", FailoverOrder.Rotate, Orders), table.Flag("return_to_primary", byDefault: true),
        GroupSettingsReader.Read(name, table, draft, GroupSettings.OfFailover), table.Place);

    public void Write(Endpoint endpoint, CanonicalToml toml)
    {
        var group = (FailoverEndpoint)endpoint;
        toml.Texts("members", group.Members);
        toml.Integer("weight", group.Weight, Weights.Default);
        toml.Word("order", Orders.Word(group.Order), Orders.Word(FailoverOrder.Rotate));
        toml.Flag("return_to_primary", group.ReturnToPrimary, byDefault: true);
        GroupSettingsReader.Write(group.Settings, GroupSettings.OfFailover, toml);
    }
}
