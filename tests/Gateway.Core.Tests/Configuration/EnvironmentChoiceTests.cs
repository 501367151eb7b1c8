using Gateway.Core.Configuration;

namespace Gateway.Core.Tests.Configuration;

public sealed class EnvironmentChoiceTests
{
    [Theory]
    [InlineData("", "", "Default", "Hybrid", 0)]
    [InlineData("sandbox", "", "e1", "Sandbox", 0)]
    [InlineData("hybrid production", "", "e2", "Production", 0)]
    [InlineData("sandbox production production", "", "e2", "Production", 0)]
    [InlineData("sandbox hybrid hybrid", "", "e2", "Hybrid", 1)]
    [InlineData("sandbox sandbox", "", "e1", "Sandbox", 1)]
    [InlineData("production sandbox", "e2", "e2", "Sandbox", 0)]
    [InlineData("hybrid hybrid", "e2", "e2", "Hybrid", 0)]
    public void A_node_serves_the_environment_it_is_told_else_the_only_one_else_the_first_production_one(
        string types, string wanted, string name, string type, int warnings)
    {
        var environments = types.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select((kind, i) => $"[[apim.gateway.environment]]\nname = \"e{i + 1}\"\ntype = \"{kind}\"\nhttps_endpoint = \"https://e{i + 1}:8243\"\n");

        var result = Reading.Read($"[server]\nenvironment = \"{wanted}\"\n{string.Concat(environments)}");

        var served = result.Value!.Node.Environment;
        Assert.Equal((name, type, warnings), (served.Name, served.Type.ToString(), result.Problems.Length));
        Assert.Equal(types.Length == 0 ? "https://localhost:8243" : $"https://{name}:8243", served.ServerEndpoint);
    }

    [Theory]
    [InlineData("https_endpoint = \"https://a:${https.nio.port}/\"\nhttp_endpoint = \"http://a:${http.nio.port}\"", "https://a:8263", "http://a:8300", "https://a:8263")]
    [InlineData("http_endpoint = \"http://a:${http.nio.port}\"", "", "http://a:8300", "http://a:8300")]
    [InlineData("", "https://localhost:8263", "http://localhost:8300", "https://localhost:8263")]
    public void HTTPS_comes_before_HTTP_as_the_address_of_the_gateway(string keys, string https, string http, string server)
    {
        var served = Reading.Good($"[server]\noffset = 20\n[[apim.gateway.environment]]\nname = \"Default\"\n{keys}\n").Node.Environment;

        Assert.Equal((https, http, server), (served.HttpsEndpoint, served.HttpEndpoint, served.ServerEndpoint));
    }

    [Theory]
    [InlineData("", 8280, 8243)]
    [InlineData("[server]\noffset = 20", 8300, 8263)]
    [InlineData("[transport.http.listener]\nport = 9000\nsecured_port = 9001", 9000, 9001)]
    [InlineData("[server]\noffset = 1\n[transport.passthru_http.listener.parameters]\nport = \"9000\"\n[transport.passthru_https.listener.parameters]\nport = \"0\"", 9001, 0)]
    public void Listeners_open_at_WSO2s_ports_and_the_offset(string text, int http, int https) =>
        Assert.Equal(new ListenerSettings(http, https), Reading.Good(text).Node.Listeners);
}
