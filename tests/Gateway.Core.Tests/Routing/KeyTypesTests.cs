using Gateway.Core.Configuration;
using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

public class KeyTypesTests
{
    // By environment and key: what is chosen of an API with both endpoints, production only, sandbox only, none.
    [Theory]
    [InlineData(EnvironmentType.Hybrid, KeyType.None, "Production Production Sandbox NoProduction")]
    [InlineData(EnvironmentType.Hybrid, KeyType.Production, "Production Production NoProduction NoProduction")]
    [InlineData(EnvironmentType.Hybrid, KeyType.Sandbox, "Sandbox NoSandbox Sandbox NoSandbox")]
    [InlineData(EnvironmentType.Production, KeyType.None, "Production Production NoProduction NoProduction")]
    [InlineData(EnvironmentType.Production, KeyType.Production, "Production Production NoProduction NoProduction")]
    [InlineData(EnvironmentType.Production, KeyType.Sandbox, "SandboxKeyInProduction SandboxKeyInProduction SandboxKeyInProduction SandboxKeyInProduction")]
    [InlineData(EnvironmentType.Sandbox, KeyType.None, "Sandbox NoSandbox Sandbox NoSandbox")]
    [InlineData(EnvironmentType.Sandbox, KeyType.Sandbox, "Sandbox NoSandbox Sandbox NoSandbox")]
    [InlineData(EnvironmentType.Sandbox, KeyType.Production, "ProductionKeyInSandbox ProductionKeyInSandbox ProductionKeyInSandbox ProductionKeyInSandbox")]
    public void The_environment_and_the_key_choose_the_endpoint(EnvironmentType environment, KeyType key, string choices) => Assert.Equal(
        choices.Split(' '),
        new[] { (true, true), (true, false), (false, true), (false, false) }
            .Select(set => KeyTypes.Choose(environment, key, set.Item1, set.Item2).ToString()));
}
