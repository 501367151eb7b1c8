using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Core.Groups;

namespace Gateway.Core.Tests;

/// <summary>The walls of the house, held by one test each.</summary>
public partial class ArchitectureTests
{
    private const int LongestFile = 300;

    private static readonly string Root = FindRoot();

    [Fact]
    public void Core_references_only_the_base_library_readers_of_formats_and_serialization() =>
        Assert.All(typeof(GroupMachine).Assembly.GetReferencedAssemblies(), reference => Assert.True(
            reference.Name is "Tomlyn" or "YamlDotNet" or "Acornima" or "Std.UriTemplate" or "Orleans.Serialization" or "Orleans.Serialization.Abstractions"
            || IsOfTheBaseLibrary(reference),
            $"Gateway.Core refers to {reference.Name}."));

    [Fact]
    public void No_grain_class_is_public() => Assert.Empty(
        Lines("src/Gateway.Grains").Where(line => PublicGrain().IsMatch(line.Text)).Select(line => $"{line.Place}: {line.Text.Trim()}"));

    [Fact]
    public void No_file_is_longer_than_a_reader_can_bear() => Assert.Empty(
        Sources("src", "tests").Select(file => (File: file, Lines: File.ReadAllLines(file).Length)).Where(file => file.Lines > LongestFile)
            .Select(file => $"{Path.GetRelativePath(Root, file.File)} has {file.Lines} lines, {LongestFile} are the limit."));

    [Fact]
    public void Nothing_is_named_after_being_put_there_for_want_of_a_name()
    {
        var files = Sources("src", "tests").Select(file => Path.GetRelativePath(Root, file))
            .Where(file => file.Split('/', '\\').Any(part => IsVague(Path.GetFileNameWithoutExtension(part))));
        var namespaces = Lines("src", "tests").Where(line => NamespaceName().Match(line.Text) is { Success: true } match
                && match.Groups[1].Value.Split('.').Any(IsVague))
            .Select(line => $"{line.Place}: {line.Text.Trim()}");

        Assert.Empty(files);
        Assert.Empty(namespaces);
    }

    [Fact]
    public void No_static_field_can_be_assigned() => Assert.Empty(
        Lines("src").Where(line => MutableStatic().IsMatch(line.Text)).Select(line => $"{line.Place}: {line.Text.Trim()}"));

    [Theory]
    [InlineData("    private static int _count;", true)]
    [InlineData("    internal static Dictionary<string, int> Known = [];", true)]
    [InlineData("    [ThreadStatic] private static int? t_depth;", true)]
    [InlineData("    private static volatile string? _last = null;", true)]
    [InlineData("    public static string Name { get; set; } = \"\";", true)]
    [InlineData("    private static readonly TimeSpan Window = TimeSpan.Zero;", false)]
    [InlineData("    private const int Most = 3;", false)]
    [InlineData("    public static Epoch Parse(string text) => new(1, 2);", false)]
    [InlineData("    public static Policy Default { get; } = new([]);", false)]
    [InlineData("    public static TimeSpan Deadline => Circuit.Deadline;", false)]
    [InlineData("    public static bool operator <(Stamp left, Stamp right) => left.CompareTo(right) < 0;", false)]
    [InlineData("    private static partial Regex Name();", false)]
    [InlineData("    public static async Task<int> Main(string[] args)", false)]
    [InlineData("    private static (int, int) _place;", true)]
    [InlineData("    public static int Value(char digit) => digit == 'x' ? 1 : 0;", false)]
    [InlineData("using static System.Math;", false)]
    [InlineData("    private static string Say(", false)]
    [InlineData("        var x = list.Select(static item => item.Name);", false)]
    public void A_static_that_can_be_assigned_is_recognised(string line, bool isMutable) => Assert.Equal(isMutable, MutableStatic().IsMatch(line));

    [Theory]
    [InlineData("public sealed class EndpointGroupGrain : Grain, IEndpointGroupGrain", true)]
    [InlineData("public class NodesGrain(IClock clock) : Grain<NodesState>, INodesGrain", true)]
    [InlineData("internal sealed class EndpointGroupGrain : Grain, IEndpointGroupGrain", false)]
    [InlineData("public interface IEndpointGroupGrain : IGrainWithStringKey", false)]
    public void A_public_grain_class_is_recognised(string line, bool isPublic) => Assert.Equal(isPublic, PublicGrain().IsMatch(line));

    [Theory]
    [InlineData("CursorHelper", true)]
    [InlineData("Utils", true)]
    [InlineData("Common", true)]
    [InlineData("RouteManager", true)]
    [InlineData("Management", false)]
    [InlineData("Database", false)]
    [InlineData("GroupMachine", false)]
    public void A_name_that_says_nothing_is_recognised(string name, bool isVague) => Assert.Equal(isVague, IsVague(name));

    private static bool IsOfTheBaseLibrary(AssemblyName reference) =>
        reference.Name is "netstandard" or "mscorlib" || (reference.Name!.StartsWith("System.", StringComparison.Ordinal)
            && File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, reference.Name + ".dll")));

    private static bool IsVague(string name) => VagueName().IsMatch(name);

    private static IEnumerable<(string Place, string Text)> Lines(params string[] folders) => Sources(folders).SelectMany(file =>
        File.ReadLines(file).Select((text, index) => ($"{Path.GetRelativePath(Root, file)}:{index + 1}", text)));

    // Generated files lie in obj.
    private static IEnumerable<string> Sources(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !Path.GetRelativePath(Root, file).Split('/', '\\').Any(part => part is "bin" or "obj"))
        .Where(file => !file.EndsWith(".g.cs", StringComparison.Ordinal));

    /// <summary>The repository's folder.</summary>
    internal static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Cluster.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Cluster.sln in any folder above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(@"^\s*public\s[^:(]*\bclass\b.*:\s*Grain\b")]
    private static partial Regex PublicGrain();

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)")]
    private static partial Regex NamespaceName();

    // A whole word at the name's end: "Management" and "Database" are words of the field.
    [GeneratedRegex(@"(^|[a-z0-9])(Commons?|Helpers?|Managers?|Utils?|Utility|Utilities)$|^Base$|[a-z0-9]Base$")]
    private static partial Regex VagueName();

    // "static", no "readonly", a type and a name, and then the end of a field, or a property with a setter.
    [GeneratedRegex(@"^\s*(\[[^\]]*\]\s*)*((public|private|internal|protected|new|volatile|required)\s+)*static\s+(?!readonly\b)((volatile|unsafe)\s+)*"
        + @"(?!readonly\b|class\b|partial\b)(\([^()]*\)\??|[\w.<>,\[\]?\s]+?)\s+\w+\s*(;|=(?![>=])|\{\s*get;[^}]*\bset;)")]
    private static partial Regex MutableStatic();
}
