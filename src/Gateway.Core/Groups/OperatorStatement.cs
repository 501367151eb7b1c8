using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>What an operator has said of a member, and still holds.</summary>
/// <param name="Word">Draining or off; none for a suspension, which the member's state shows.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who.</param>
/// <param name="Until">When it ends by itself; null: when it is taken back.</param>
internal sealed record OperatorStatement(OperatorWord Word, string Reason, string By, TimeSpan? Until)
{
    /// <summary>For how long it was said, in whole; zero: it has no end of its own.</summary>
    public TimeSpan Length { get; init; }

    private const int LongestName = 128;

    // Ten years: later ends would not fit into a clock reading.
    private const long LongestMs = 315_360_000_000;

    /// <summary>Nothing.</summary>
    public static OperatorStatement None { get; } = new(OperatorWord.None, "", "", null);

    /// <summary>What a command says.</summary>
    public static OperatorStatement Of(AdminCommand command, TimeSpan now) => new(
        command.Verb switch { AdminVerb.Drain => OperatorWord.Draining, AdminVerb.Off => OperatorWord.Off, _ => OperatorWord.None },
        Cut(command.Reason, AdminCommand.LongestReason), Cut(command.By, LongestName), LengthOf(command) is { } length ? now + length : null)
    {
        Length = LengthOf(command) ?? TimeSpan.Zero,
    };

    /// <summary>For how long a command is to hold; null: it does not say.</summary>
    public static TimeSpan? LengthOf(AdminCommand command) =>
        command.ForMs > 0 ? TimeSpan.FromMilliseconds(Math.Min(command.ForMs, LongestMs)) : null;

    /// <summary>Reason and name, as an event shows them.</summary>
    public string Describe() => By.Length == 0 ? Reason : $"{Reason} ({By})";

    private static string Cut(string? text, int length) => text is null ? "" : text.Length <= length ? text : text[..length];
}
