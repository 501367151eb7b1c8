namespace Gateway.Core.Documents;

/// <summary>What a plain scalar of YAML is (YAML 1.2.2, section 10.3.2).</summary>
internal static class CoreSchema
{
    public static DocumentScalar Scalar(int line, int column, string text, bool isText)
    {
        var (kind, value) = isText ? (DocumentScalarKind.Text, text) : text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => (DocumentScalarKind.Null, ""),
            "true" or "True" or "TRUE" => (DocumentScalarKind.Flag, "true"),
            "false" or "False" or "FALSE" => (DocumentScalarKind.Flag, "false"),
            _ when IsNumber(text) => (DocumentScalarKind.Number, text),
            _ => (DocumentScalarKind.Text, text),
        };
        return new DocumentScalar(line, column, kind, value);
    }

    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("0o"))
        {
            return IsAll(text[2..], static c => c is >= '0' and <= '7');
        }

        if (text.StartsWith("0x"))
        {
            return IsAll(text[2..], char.IsAsciiHexDigit);
        }

        if (text is ".nan" or ".NaN" or ".NAN")
        {
            return true;
        }

        var unsigned = text is ['+' or '-', ..] ? text[1..] : text;
        return unsigned is ".inf" or ".Inf" or ".INF" || IsDecimal(unsigned);
    }

    // ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
    private static bool IsDecimal(ReadOnlySpan<char> text)
    {
        var exponent = text.IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? text : text[..exponent];
        if (exponent >= 0)
        {
            var power = text[(exponent + 1)..];
            if (!IsAll(power is ['+' or '-', ..] ? power[1..] : power, char.IsAsciiDigit))
            {
                return false;
            }
        }

        var dot = mantissa.IndexOf('.');
        if (dot < 0)
        {
            return IsAll(mantissa, char.IsAsciiDigit);
        }

        var whole = mantissa[..dot];
        var fraction = mantissa[(dot + 1)..];
        return whole.IsEmpty
            ? IsAll(fraction, char.IsAsciiDigit)
            : IsAll(whole, char.IsAsciiDigit) && (fraction.IsEmpty || IsAll(fraction, char.IsAsciiDigit));
    }

    private static bool IsAll(ReadOnlySpan<char> text, Func<char, bool> fits)
    {
        foreach (var c in text)
        {
            if (!fits(c))
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }
}
