using System.Text.Json;
using CsCheck;
using Gateway.Core.Configuration;

namespace Gateway.Core.Tests.Configuration.Import;

/// <summary>Whatever the known keys are set to, what comes of it can be read, and every address is in it.</summary>
public sealed class ImportPropertyTests
{
    private static readonly Gen<string> Scalar = Gen.OneOf(
        Gen.Const("null"), Gen.Const("\"null\""), Gen.Const("\"\""), Gen.Const("true"), Gen.Const("\"True\""), Gen.Const("\"False\""), Gen.Const("\"abc\""), Gen.Const("[]"), Gen.Const("{}"),
        Gen.Long.Select(number => $"{number}"), Gen.Int[-2, 100_000].Select(number => $"\"{number}\""), Gen.Int[-2, 5].Select(number => $"{number}"),
        Gen.Double[-5, 5000].Select(number => JsonSerializer.Serialize(number)), Gen.Const("\"1E+2\""), Gen.Const("1e400"), Gen.Const("[\"101504\", 101503]"), Gen.Const("[-1, \"x\", null]"),
        Gen.String[Gen.Char.AlphaNumeric, 0, 8].Select(text => JsonSerializer.Serialize(text)));

    private static readonly string[] ConfigKeys =
    [
        "format", "optimize", "actionSelect", "actionDuration", "suspendErrorCode", "suspendDuration", "suspendMaxDuration", "factor", "retryErroCode", "retryErrorCode",
        "retryTimeOut", "retryDelay",
    ];

    private static readonly string[] TopKeys = ["algoCombo", "algoClassName", "sessionManagement", "sessionTimeOut", "failOver", "failover"];

    private static readonly Gen<string> Word = Gen.OneOf(Scalar, Catalogs.Among(
        "\"fault\"", "\"discard\"", "\"neverTimeout\"", "\"soap11\"", "\"leave-as-is\"", "\"mtom\"", "\"http\"", "\"soap\"", "\"simpleClientSession\"", "\"other\"",
        "\"org.apache.synapse.endpoints.algorithms.RoundRobin\""));

    private static readonly Gen<string> Config = Gen.OneOf(
        Scalar, Object(ConfigKeys), Object(ConfigKeys).Select(map => JsonSerializer.Serialize(map)));

    // Which address it is, is put in when all are counted.
    private static readonly Gen<string> Backend = Gen.Select(Config, Catalogs.Among("", "\"endpoint_type\": \"http\", ", "\"endpoint_type\": \"address\", ", "\"template_not_supported\": \"false\", "),
        (config, type) => $"{{{type}\"url\": \"@\", \"config\": {config}}}");

    private static readonly Gen<string> Whole = Gen.Select(
        Catalogs.Among("http", "address", "failover", "load_balance", "FAILOVER", "Load_Balance"), Backend.Array[1, 4], Backend.Array[0, 3], Object(TopKeys),
        (type, production, sandbox, more) =>
        {
            var sides = new[] { ("production", production), ("sandbox", sandbox) }.Where(side => side.Item2.Length > 0).Select(side => type.Equals("failover", StringComparison.OrdinalIgnoreCase)
                ? $"\"{side.Item1}_endpoints\": {side.Item2[0]}, \"{side.Item1}_failovers\": [{string.Join(", ", side.Item2.Skip(1))}]"
                : $"\"{side.Item1}_endpoints\": {(side.Item2.Length == 1 ? side.Item2[0] : $"[{string.Join(", ", side.Item2)}]")}");
            return $"{{\"endpoint_type\": \"{type}\", {string.Join(", ", sides)}{(more.Length > 2 ? $", {more[1..^1]}" : "")}}}";
        });

    [Fact]
    public void Any_endpointConfig_of_known_keys_can_be_read_and_loses_no_address() => Whole.Sample(config =>
    {
        var urls = new List<string>();
        var numbered = string.Join("", config.Split('@').SelectMany((part, index) => index == 0 ? new[] { part } : [Next(), part]));
        var result = Importing.Single(numbered, "any.json");

        Assert.DoesNotContain(result.Problems, problem => problem.Severity == Severity.Error);
        var read = Importing.Read(result.Value!);
        Assert.DoesNotContain(read.Problems, problem => problem.Severity == Severity.Error);
        Assert.Equal(urls.Order(StringComparer.Ordinal), read.Value!.Catalog.Endpoints.Values.OfType<Gateway.Core.Endpoints.LeafEndpoint>().Select(leaf => leaf.Url).Order(StringComparer.Ordinal));

        string Next()
        {
            urls.Add($"http://backend-{urls.Count}:8080/v1");
            return urls[^1];
        }
    }, iter: 3000);

    private static Gen<string> Object(string[] keys) => Gen.Select(Catalogs.Among(keys), Word).Array[0, 6].Select(
        pairs => $"{{{string.Join(", ", pairs.DistinctBy(pair => pair.Item1).Select(pair => $"\"{pair.Item1}\": {pair.Item2}"))}}}");
}
