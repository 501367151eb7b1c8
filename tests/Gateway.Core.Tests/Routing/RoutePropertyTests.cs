using CsCheck;
using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

/// <summary>Few letters, so that paths meet contexts and resources often.</summary>
public class RoutePropertyTests
{
    private static readonly Gen<string> Segment = Gen.OneOf("a", "b", "ab", "a.b", "a:b", "ba");

    private static readonly Gen<string> Path =
        from segments in Gen.OneOf(Segment, Gen.OneOf("%61", "%2f", "%2F%3a", "", "x.ab")).Array[0, 6]
        from slash in Gen.OneOf("", "", "/")
        select string.Concat(segments.Select(s => "/" + s)) + slash;

    private static readonly Gen<string> Template =
        from pieces in Gen.OneOf("a", "b", "/", "/", ".", ":", "{}", "{}", "{+}", "*", "/a", "/b/").Array[1, 7]
        select "/" + string.Concat(pieces.Select((p, i) => p.StartsWith('{') ? p.Replace("}", $"v{i}}}", StringComparison.Ordinal) : p));

    private static readonly Gen<string> Resource = Gen.OneOf(
        from segments in Segment.Array[0, 3]
        from end in Gen.OneOf("", "", "/", "/*", "/*")
        select string.Concat(segments.Select(s => "/" + s)) + end is { Length: > 0 } path ? path : "/",
        Template.Where(Readable),
        Gen.OneOf("/*.ab", "/*.b", "/*"));

    private static readonly Gen<ApiDefinition> Api =
        from segments in Gen.OneOf(Segment, Gen.Const("{version}")).Array[0, 3]
        from version in Segment
        from isDefault in Gen.Bool
        from resources in Gen.Select(Gen.OneOf("GET", "POST", "GET,POST", "HEAD", "DELETE"), Resource, (verbs, path) => $"{verbs} {path}").Array[1, 6]
        select Apis.Versioned("/" + string.Join('/', segments), version, isDefault, resources);

    private static readonly Gen<ApiDefinition[]> Catalog = Api.Array[1, 5].Select(
        apis => apis.Where((_, i) => ApiContexts.Conflicts([.. apis[..(i + 1)]]).IsEmpty).ToArray());

    [Fact]
    public void The_table_answers_as_the_rules_written_out_plainly_do() =>
        Gen.Select(Catalog, Path, Gen.OneOf("GET", "POST", "HEAD", "PUT")).Sample(
            (apis, path, method) =>
            {
                // Half of the paths begin with a context, or most of them would meet nothing.
                var target = apis.Length > 0 && path.Length % 2 == 0 ? apis[^1].FullContext + path : path;
                var match = Apis.Table(apis).Ask(method, target);

                Assert.Equal(
                    PlainRouter.Match(apis, target, method),
                    (match.Outcome, match.Api?.Definition.Name ?? "", match.Resource?.Index ?? -1, match.Allow));
            },
            iter: 20_000,
            print: t => $"{string.Join(" | ", t.Item1.Select(a => $"{a.FullContext} {a.DefaultVersion}: {string.Join(", ", a.Resources.Select(r => r.Path))}"))} <- {t.Item3} {t.Item2}");

    [Fact]
    public void A_template_reads_the_variables_that_its_regular_expression_does() =>
        Gen.Select(Template.Where(t => t.Contains('{') && Readable(t)), Path).Sample(
            (template, path) =>
            {
                path = path.Length == 0 ? "/" : path;
                Assert.True(ResourcePattern.TryParse(template, out var pattern, out _, out _));
                var variables = new RequestVariables();
                pattern.Template!.ReadVariables(path, "", variables);

                var groups = PlainRouter.Expression(template).Match(path.Length > 1 && path.EndsWith('/') ? path[..^1] : path).Groups;
                var expected = groups.Keys.Where(name => name[0] == 'v' && groups[name].Success)
                    .ToDictionary(name => "uri.var." + name, name => Uri.UnescapeDataString(groups[name].Value));
                Assert.Equal(expected, variables.Values.ToDictionary(v => v.Key, v => (string)v.Value));
            },
            iter: 50_000);

    [Fact]
    public void Removing_dot_segments_leaves_none_and_is_done_once() =>
        Gen.OneOf("/", ".", "..", "%2e", "%2E", "a", "%2f").Array[0, 12].Select(parts => "/" + string.Concat(parts)).Sample(
            path =>
            {
                var removed = DotSegments.Remove(path);

                Assert.False(DotSegments.Contain(removed));
                Assert.StartsWith("/", removed, StringComparison.Ordinal);
                Assert.Same(removed, DotSegments.Remove(removed));
            },
            iter: 20_000);

    private static bool Readable(string template) => ResourcePattern.TryParse(template, out _, out _, out _);
}
