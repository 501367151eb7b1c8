using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Gateway.Core.Mediation.Rules;

/// <summary>
/// Compares what a path of names leads to without building the document: a rule over a body costs one pass over its tokens, and no memory.
/// Of members with one name the last counts, as for a document.
/// </summary>
internal static class JsonScan
{
    /// <summary>Whether the path leads to a simple value that is one of the texts.</summary>
    /// <param name="json">The message.</param>
    /// <param name="names">The path's names, at least one.</param>
    /// <param name="texts">The texts; numbers and truth values are compared as the message writes them.</param>
    /// <returns>Null: it leads to an object or a list, whose text takes the document.</returns>
    /// <exception cref="JsonException">The message is not JSON.</exception>
    public static bool? Leads(ReadOnlySpan<byte> json, ImmutableArray<string> names, ImmutableArray<string> texts)
    {
        bool? leads = false;
        var level = 0;
        var reader = new Utf8JsonReader(json);
        if (reader.Read() && reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                level--;
                continue;
            }

            var isNamed = reader.ValueTextEquals(names[level]);
            reader.Read();
            leads = isNamed ? level == names.Length - 1 ? IsOneOf(ref reader, texts) : false : leads;
            if (isNamed && level < names.Length - 1 && reader.TokenType == JsonTokenType.StartObject)
            {
                level++;
            }
            else
            {
                reader.Skip();
            }
        }

        return leads;
    }

    private static bool? IsOneOf(ref Utf8JsonReader reader, ImmutableArray<string> texts)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                return null;
            case JsonTokenType.String:
                foreach (var text in texts)
                {
                    if (reader.ValueTextEquals(text))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return texts.Contains(Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }
}
