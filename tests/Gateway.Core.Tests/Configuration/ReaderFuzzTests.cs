using CsCheck;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Readers;

namespace Gateway.Core.Tests.Configuration;

public sealed class ReaderFuzzTests
{
    private static readonly string[] Keys =
        [.. EndpointReaders.All.SelectMany(reader => reader.Keys.Acted).Distinct().Order(StringComparer.Ordinal)];

    private static readonly string[] Inner =
    [
        "error_codes", "initial", "factor", "maximum", "retries", "delay", "duration", "action", "path", "service", "interval", "timeout",
        "expect", "rise", "fall", "type", "header", "cookie", "query", "disabled_error_codes", "enabled_error_codes", "name", "url",
        "nothing", "when", "to", "method", "soap_action", "json", "xpath", "prefix", "regex", "present", "$.a",
    ];

    private static readonly Gen<string> Simple = Gen.OneOf(
        Gen.Int[-2, 2000].Select(number => number.ToString()), Gen.Double[-2, 2].Select(number => number.ToString("0.0##")),
        Catalogs.Among(
            "true", "1979-05-27", "9223372036854775807", "nan", "-inf", "\"\"", "\"auto\"", "\"a\"", "\"x\"", "\"http\"", "\"tcp\"",
            "\"grpc\"", "\"wsdl\"", "\"hash\"", "\"client\"", "\"cookie\"", "\"0s\"", "\"5s\"", "\"1d\"", "\"64KiB\"", "\"200-399\"",
            "\"-\"", "\"200,\"", "\"http://a/{uri.var.x}\"", "\"http://a\"", "\"$ref{mine.x}\"", "\"$ref{mine}\"", "\"$ref{nowhere}\"",
            "\"${carbon.host}\"", "\"$env{X}\"", "[]", "{}"));

    private static readonly Gen<string> Table = Gen.Select(Catalogs.Among(Inner), Simple).Array[0, 4].Select(
        pairs => $"{{ {string.Join(", ", pairs.DistinctBy(pair => pair.Item1).Select(pair => $"{pair.Item1} = {pair.Item2}"))} }}");

    private static readonly Gen<string> Value = Gen.OneOf(
        Simple, Table, Gen.OneOf(Simple, Table).Array[0, 4].Select(items => $"[{string.Join(", ", items)}]"));

    private static readonly Gen<string> Endpoint = Gen.Select(
        Catalogs.Among("http", "address", "failover", "load_balance", "default", "dynamic"), Catalogs.Among("x", "y", "z"),
        Gen.Select(Catalogs.Among(Keys), Value).Array[0, 6],
        (type, name, pairs) => string.Concat(pairs.Append(("name", $"\"{name}\"")).Append(("type", $"\"{type}\"")).Reverse()
            .DistinctBy(pair => pair.Item1).Select(pair => $"{pair.Item1} = {pair.Item2}\n").Prepend("[[endpoint]]\n")));

    [Fact]
    public void Whatever_keys_are_set_to_a_catalog_or_an_error_comes_of_it() => Endpoint.Array[1, 3].Sample(endpoints =>
    {
        var result = Reading.Read($"{string.Concat(endpoints)}[mine]\nx = 7\n");

        Assert.Equal(result.Value is null, result.Problems.Any(problem => problem.Severity == Severity.Error));
        if (result.Value is { } deployment)
        {
            var bundle = deployment.Catalog.Bundle;
            Assert.Equal(bundle, CatalogReader.Read("revision 7", bundle.Text).Value?.Bundle);
        }
    }, iter: 5000);
}
