using System.Buffers.Binary;
using System.Text;

namespace Gateway.Testing;

/// <summary>A message of Protocol Buffers, read without its schema: fields by number, in order.</summary>
public sealed class ProtobufMessage
{
    private readonly List<(int Field, byte[] Bytes, ulong Number)> _fields = [];

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public ProtobufMessage(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var key = Varint(ref text);
            var field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    _fields.Add((field, [], Varint(ref text)));
                    break;
                case 1:
                    _fields.Add((field, [], BinaryPrimitives.ReadUInt64LittleEndian(text)));
                    text = text[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref text);
                    _fields.Add((field, text[..length].ToArray(), 0));
                    text = text[length..];
                    break;
                case 5:
                    _fields.Add((field, [], BinaryPrimitives.ReadUInt32LittleEndian(text)));
                    text = text[4..];
                    break;
                default:
                    throw new InvalidDataException($"Wire type {key & 7} of field {field}.");
            }
        }
    }

    /// <summary>The messages in a field.</summary>
    public IEnumerable<ProtobufMessage> Messages(int field) => Find(field).Select(static found => new ProtobufMessage(found.Bytes));

    /// <summary>The first text in a field; empty when there is none.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    /// <summary>The first bytes in a field; none when there are none.</summary>
    public byte[] Bytes(int field) => Find(field).Select(static found => found.Bytes).FirstOrDefault() ?? [];

    /// <summary>The first number in a field; 0 when there is none.</summary>
    public ulong Number(int field) => Find(field).Select(static found => found.Number).FirstOrDefault();

    /// <summary>Whether there is such a field.</summary>
    public bool Has(int field) => Find(field).Any();

    private IEnumerable<(int Field, byte[] Bytes, ulong Number)> Find(int field) => _fields.Where(found => found.Field == field);

    private static ulong Varint(ref ReadOnlySpan<byte> text)
    {
        ulong number = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = text[0];
            text = text[1..];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }

        throw new InvalidDataException("A varint of more than 64 bits.");
    }
}
