namespace Gateway.Edge.Forwarding;

/// <summary>Names a request in logs of several programs: carried through where the client sent them, made here else.</summary>
internal static class TraceIdentity
{
    public const string RequestIdHeader = "X-Request-ID";
    public const string TraceParentHeader = "traceparent";

    private const int LongestRequestId = 128;

    /// <summary>The client's request id, if it can be one; else a new one.</summary>
    public static string RequestIdOf(string? given) =>
        !string.IsNullOrEmpty(given) && given.Length <= LongestRequestId ? given : NewRequestId();

    /// <summary>32 hexadecimal digits. Not secret, only distinct.</summary>
    public static string NewRequestId() => string.Create(32, 0, static (text, _) => WriteHex(text));

    /// <summary>A trace of its own (W3C Trace Context, 3.2): nobody above takes part in one; not sampled.</summary>
    public static string NewTraceParent() => string.Create(55, 0, static (text, _) =>
    {
        "00-".CopyTo(text);
        WriteHex(text.Slice(3, 32));
        text[35] = '-';
        WriteHex(text.Slice(36, 16));
        "-00".CopyTo(text[52..]);
    });

    private static void WriteHex(Span<char> text)
    {
        Span<byte> bits = stackalloc byte[16];
        bits = bits[..(text.Length / 2)];
        Random.Shared.NextBytes(bits);

        // The id of all zeroes is the one that is not valid.
        bits[0] |= 1;
        Convert.TryToHexStringLower(bits, text, out _);
    }
}
