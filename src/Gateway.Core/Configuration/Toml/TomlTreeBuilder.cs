using Tomlyn.Parsing;
using Tomlyn.Text;

namespace Gateway.Core.Configuration.Toml;

/// <summary>Turns parser events into a tree, and holds TOML's rules on defining things twice, which the events do not.</summary>
internal sealed class TomlTreeBuilder(string file, string text, ProblemList problems)
{
    private const int Quotes = 2;

    private readonly Stack<Frame> _open = new();
    private TableNode? _root;
    private Key _key;
    private bool _inHeader;
    private SourcePlace _header;

    // A table of a list whose own header was not told by the parser; its place is found with its first key, or at its end.
    private TableNode? _awaitsHeader;

    // Where the last token that was really there ended: events that close something carry the span of what follows.
    private int _end;
    private int _keyOffset;
    private int _keyLine = 1;

    /// <summary>How a key is meant, which decides what it may meet.</summary>
    private enum Role
    {
        Body,
        BodyDotted,
        HeaderInner,
        HeaderLast,
    }

    public TableNode Root => _root ?? new TableNode(new SourcePlace(file, 0, 0), TableForm.Implied);

    public void Add(TomlParser parser)
    {
        ref readonly var current = ref parser.Current;
        var span = current.Span;
        switch (current.Kind)
        {
            case TomlParseEventKind.PropertyName:
                AddKey(parser.GetPropertyName(), span!.Value);
                break;
            case TomlParseEventKind.StartTable:
                OpenTable(span);
                break;
            case TomlParseEventKind.StartArray:
                OpenArray(span);
                break;
            case TomlParseEventKind.EndTable or TomlParseEventKind.EndArray:
                Close(span);
                break;
            case TomlParseEventKind.String:
                var value = parser.GetString();
                AddValue(new ScalarNode(Place(span), ScalarKind.Text, value) { AsWritten = span?.Length == value.Length + Quotes }, span);
                break;
            case TomlParseEventKind.Integer:
                AddValue(new ScalarNode(Place(span), ScalarKind.Integer, "", current.GetInt64()), span);
                break;
            case TomlParseEventKind.Float:
                AddValue(new ScalarNode(Place(span), ScalarKind.Float, "", number: current.GetDouble()), span);
                break;
            case TomlParseEventKind.Boolean:
                AddValue(new ScalarNode(Place(span), ScalarKind.Boolean, "", current.GetBoolean() ? 1 : 0), span);
                break;
            case TomlParseEventKind.DateTime:
                AddValue(new ScalarNode(Place(span), ScalarKind.Date, span is { } date ? text.Substring(date.Offset, date.Length).Trim() : ""), span);
                break;
        }
    }

    private void AddKey(string name, TomlSourceSpan span)
    {
        var place = Place(span);
        if (!_open.Peek().Written)
        {
            FindHeader(span.Offset, place.Line);
        }

        _keyOffset = span.Offset;
        _keyLine = place.Line;
        _end = span.Offset + span.Length;
        var next = _end;
        while (next < text.Length && text[next] is ' ' or '\t')
        {
            next++;
        }

        var follows = next < text.Length ? text[next] : '=';
        var role = (_inHeader, follows) switch
        {
            (true, ']') => Role.HeaderLast,
            (true, _) => Role.HeaderInner,
            (false, '.') => Role.BodyDotted,
            _ => Role.Body,
        };
        _inHeader &= role != Role.HeaderLast;
        _key = new Key(name, place, role);
    }

    /// <summary>Looks for a header before a key: one on its line holds the key, one above opened the table that the key is in.</summary>
    private void FindHeader(int keyOffset, int keyLine)
    {
        var bracket = HeaderScan.Last(text, _end, keyOffset);
        if (bracket < 0)
        {
            return;
        }

        _header = PlaceOf(bracket, keyOffset, keyLine);
        if (_header.Line == keyLine)
        {
            _inHeader = true;
        }
        else if (_awaitsHeader is { } element)
        {
            element.Place = _header;
            _awaitsHeader = null;
        }
        else if (_open.Peek().Node is TableNode table && table != _root)
        {
            DefineByHeader(table, _header);
        }
    }

    private void DefineByHeader(TableNode table, SourcePlace place)
    {
        if (table.Form != TableForm.Implied)
        {
            problems.Error(place, "this table has been defined before", $"Put its keys where it begins, in line {table.Place.Line}.");
            return;
        }

        table.Form = TableForm.Header;
        table.Place = place;
    }

    private void OpenTable(TomlSourceSpan? span)
    {
        if (span is { } written)
        {
            var inline = new TableNode(Place(span), TableForm.Inline);
            Attach(inline);
            _end = written.Offset + written.Length;
            _open.Push(new Frame(inline, Written: true));
        }
        else if (_open.Count == 0)
        {
            _root = new TableNode(new SourcePlace(file, 1, 1), TableForm.Header);
            _open.Push(new Frame(_root, Written: false));
        }
        else if (_open.Peek().Node is ArrayNode list)
        {
            var element = new TableNode(_header, TableForm.Header);
            _awaitsHeader = _open.Peek().Fresh ? null : element;
            _open.Pop();
            _open.Push(new Frame(list, Written: false));
            list.Items.Add(element);
            _open.Push(new Frame(element, Written: false));
        }
        else
        {
            _open.Push(new Frame(TableForKey((TableNode)_open.Peek().Node), Written: false));
        }
    }

    /// <summary>The table that a key of a header, or the front of a dotted key, leads to.</summary>
    private TableNode TableForKey(TableNode parent)
    {
        var form = _key.Role switch
        {
            Role.HeaderLast => TableForm.Header,
            Role.HeaderInner => TableForm.Implied,
            _ => TableForm.Dotted,
        };
        var place = form == TableForm.Dotted ? _key.Place : _header;
        if (!parent.TryGet(_key.Name, out var existing))
        {
            var added = new TableNode(place, form);
            parent.Add(_key.Name, _key.Place, added);
            return added;
        }

        switch (existing.Value, _key.Role)
        {
            case (TableNode { Form: not TableForm.Inline } table, Role.HeaderInner):
                return table;
            case (ArrayNode { OfTables: true } list, Role.HeaderInner):
                return (TableNode)list.Items[^1];
            case (TableNode { Form: TableForm.Dotted } table, Role.BodyDotted):
                return table;
            case (TableNode table, Role.HeaderLast):
                DefineByHeader(table, place);
                return table;
            default:
                Twice(existing.Place);
                return new TableNode(place, form);
        }
    }

    private void OpenArray(TomlSourceSpan? span)
    {
        if (span is { } written)
        {
            var list = new ArrayNode(Place(span), ofTables: false);
            Attach(list);
            _end = written.Offset + written.Length;
            _open.Push(new Frame(list, Written: true));
            return;
        }

        var parent = (TableNode)_open.Peek().Node;
        ArrayNode ofTables;
        if (!parent.TryGet(_key.Name, out var existing))
        {
            ofTables = new ArrayNode(_header, ofTables: true);
            parent.Add(_key.Name, _key.Place, ofTables);
        }
        else if (existing.Value is ArrayNode { OfTables: true } known)
        {
            ofTables = known;
        }
        else
        {
            Twice(existing.Place);
            ofTables = new ArrayNode(_header, ofTables: true);
        }

        _open.Push(new Frame(ofTables, Written: false, Fresh: true));
    }

    private void Close(TomlSourceSpan? span)
    {
        var closed = _open.Pop();
        if (closed.Written && span is { } written)
        {
            _end = written.Offset + written.Length;
        }
        else if (_awaitsHeader is { } element && closed.Node == element)
        {
            // An element without a key: the next header after what came last is its own.
            var bracket = HeaderScan.First(text, _end, text.Length);
            if (bracket >= 0)
            {
                element.Place = PlaceOf(bracket, _keyOffset, _keyLine);
                _end = HeaderScan.EndOfLine(text, bracket);
            }

            _awaitsHeader = null;
        }
    }

    private void AddValue(ScalarNode value, TomlSourceSpan? span)
    {
        Attach(value);
        _end = span!.Value.Offset + span.Value.Length;
    }

    private void Attach(TomlNode value)
    {
        if (_open.Peek().Node is ArrayNode list)
        {
            list.Items.Add(value);
        }
        else if (_open.Peek().Node is TableNode table)
        {
            if (table.TryGet(_key.Name, out var existing))
            {
                Twice(existing.Place);
                return;
            }

            table.Add(_key.Name, _key.Place, value);
        }
    }

    private void Twice(SourcePlace first) =>
        problems.Error(_key.Place, $"'{_key.Name}' is defined twice", $"Remove one of the two; the first is in line {first.Line}.");

    private SourcePlace Place(TomlSourceSpan? span) => span is { } known ? new SourcePlace(file, known.Start.Line + 1, known.Start.Column + 1) : _header;

    /// <summary>The place of an offset near another one whose line is known.</summary>
    private SourcePlace PlaceOf(int offset, int knownOffset, int knownLine)
    {
        var line = offset < knownOffset
            ? knownLine - text.AsSpan(offset, knownOffset - offset).Count('\n')
            : knownLine + text.AsSpan(knownOffset, offset - knownOffset).Count('\n');
        return new SourcePlace(file, line, offset - (offset == 0 ? -1 : text.LastIndexOf('\n', offset - 1)));
    }

    private readonly record struct Key(string Name, SourcePlace Place, Role Role);

    /// <summary>An open container.</summary>
    /// <param name="Node">The container.</param>
    /// <param name="Written">Whether it has brackets or braces of its own, or came about by headers and dots.</param>
    /// <param name="Fresh">Whether a header has just led to this list, so that its next table belongs to that header.</param>
    private readonly record struct Frame(TomlNode Node, bool Written, bool Fresh = false);
}
