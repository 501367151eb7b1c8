using Gateway.Management.Views;

namespace Gateway.Management.Tests.Fakes;

internal sealed class FakeGroups : IGroupViews
{
    public Dictionary<string, GroupView> Views { get; } = [];

    public IReadOnlyCollection<string> Names => Views.Keys;

    public GroupView? Find(string name) => Views.GetValueOrDefault(name);
}
