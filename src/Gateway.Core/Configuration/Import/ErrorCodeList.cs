using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Core.Configuration.Import;

/// <summary>Lists of WSO2's error codes: numbers, texts, or several in one text.</summary>
internal static class ErrorCodeList
{
    private const int Largest = 999_999;

    /// <summary>The codes in order, each once. What is none is reported and left out.</summary>
    public static ImmutableArray<int> Read(Item list)
    {
        var codes = new SortedSet<int>();
        foreach (var item in list.List())
        {
            foreach (var word in item.Text?.Split([',', ' ', '\t', '\n', ';'], StringSplitOptions.RemoveEmptyEntries) ?? [""])
            {
                if (int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)
                    && code is >= -1 and <= Largest)
                {
                    codes.Add(code);
                }
                else if (!item.IsNothing)
                {
                    item.NotSupported("It is no error code; it is left out.");
                }
            }
        }

        return [.. codes];
    }
}
