using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Mediation.Sequences.Steps;

namespace Gateway.Core.Mediation.Sequences.Reading;

/// <summary>Branches, and other sequences.</summary>
internal sealed partial class SequenceCompiler
{
    private void AddFilter(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "source", "regex", "xpath");
        var condition = element.Attribute("xpath") is not null ? Expression(file, element, "xpath") : Expression(file, element, "source");
        var pattern = element.Attribute("xpath") is null ? Pattern(file, element, "regex", whole: true) : null;
        if (element.Attribute("xpath") is null && (element.Attribute("source") is null || element.Attribute("regex") is null))
        {
            Error(file, element, "<filter> has no condition", "Add xpath=\"…\", or source=\"…\" and regex=\"…\".");
        }

        // What cannot be read has been reported: its branches are read for their own problems.
        var filter = new FilterStep(PlaceOf(file, element), condition ?? new MessageExpression.Literal(""), pattern);
        _steps.Add(filter);
        var then = Child(element, "then");
        var otherwise = Child(element, "else");
        if (then is null && otherwise is null)
        {
            AddAll(file, element);
            filter.Else = _steps.Count;
            return;
        }

        foreach (var other in element.Elements().Where(child => child != then && child != otherwise))
        {
            Error(file, other, $"<{other.Name.LocalName}> stands in a filter outside its branches", "Move it into <then> or <else>.");
        }

        if (then is not null)
        {
            AddBranch(file, then);
        }

        var end = new JumpStep(PlaceOf(file, element));
        if (otherwise is null)
        {
            filter.Else = _steps.Count;
            return;
        }

        _steps.Add(end);
        filter.Else = _steps.Count;
        AddBranch(file, otherwise);
        end.Target = _steps.Count;
    }

    private void AddSwitch(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "source");
        var source = Required(file, element, "source") is null ? null : Expression(file, element, "source");
        var choice = new SwitchStep(PlaceOf(file, element), source ?? new MessageExpression.Literal(""));
        _steps.Add(choice);
        var ends = new List<JumpStep>();
        var cases = ImmutableArray.CreateBuilder<(Regex, int)>();
        XElement? byDefault = null;
        foreach (var branch in element.Elements())
        {
            switch (branch.Name.LocalName)
            {
                case "case":
                    CheckAttributes(file, branch, "regex");
                    if (Required(file, branch, "regex") is not null && Pattern(file, branch, "regex", whole: true) is { } pattern)
                    {
                        cases.Add((pattern, _steps.Count));
                    }

                    AddAll(file, branch);
                    var end = new JumpStep(PlaceOf(file, branch));
                    _steps.Add(end);
                    ends.Add(end);
                    break;
                case "default":
                    byDefault ??= branch;
                    break;
                default:
                    Error(file, branch, $"<{branch.Name.LocalName}> stands in a switch outside its cases", "Move it into <case regex=\"…\"> or <default>.");
                    break;
            }
        }

        choice.Default = _steps.Count;
        if (byDefault is not null)
        {
            AddAll(file, byDefault);
        }

        choice.Cases = cases.ToImmutable();
        ends.ForEach(end => end.Target = _steps.Count);
    }

    private void AddBranch(CatalogFile file, XElement branch)
    {
        CheckAttributes(file, branch, "sequence");
        if ((string?)branch.Attribute("sequence") is { } key)
        {
            AddNamed(file, branch.Attribute("sequence")!, key);
        }
        else
        {
            AddAll(file, branch);
        }
    }

    private void AddUse(CatalogFile file, XElement element)
    {
        CheckAttributes(file, element, "key", "name", "onError", "trace", "statistics");
        if ((string?)element.Attribute("key") is { } key)
        {
            AddNamed(file, element.Attribute("key")!, key);
        }
        else
        {
            AddAll(file, element);
        }
    }

    // Written out where it is used: a program has no calls, and so cannot run in a circle.
    private void AddNamed(CatalogFile file, XAttribute at, string key)
    {
        var path = PathOf(file, key);
        if (key.StartsWith('{'))
        {
            Error(file, at, "the key of a sequence cannot be an expression", "Choose between several with a <switch>.");
        }
        else if (_open.Count >= DeepestUse || _open.Contains(_named.ContainsKey(key) ? key : path))
        {
            Error(file, at, $"the sequence {key} leads back to itself, or is used more than {DeepestUse} deep", "Take the circle out.");
        }
        else if (_named.TryGetValue(key, out var named))
        {
            _open.Push(key);
            AddSequence(named.File, named.Element);
            _open.Pop();
        }
        else if (_files.Take(path, PlaceOf(file, at), _problems) is { } other)
        {
            Add(other, ImmutableSortedDictionary<string, string>.Empty);
        }
    }

    // "conf:customsequences/in/log.xml" or a name: a file beside the one that uses it.
    private static string PathOf(CatalogFile file, string key)
    {
        var name = key[(key.LastIndexOf(':') + 1)..].TrimStart('/');
        var folder = file.Path.LastIndexOf('/');
        var beside = folder < 0 ? "" : file.Path[..(folder + 1)];
        return beside + (name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".j2", StringComparison.OrdinalIgnoreCase) ? name : name + ".xml");
    }
}
