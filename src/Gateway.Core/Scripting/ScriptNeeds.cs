using System.Text.RegularExpressions;

namespace Gateway.Core.Scripting;

/// <summary>What a script may need, told from its text: rather once too often than once too seldom.</summary>
public static partial class ScriptNeeds
{
    /// <summary>
    /// Whether a script may look at the message's body: it names a member of <c>mc</c> that reads it, hands <c>mc</c> on, takes a member
    /// by a computed name, or may reach <c>mc</c> by a way that cannot be seen.
    /// </summary>
    public static bool MayReadBody(string text) => Reader().IsMatch(text);

    /// <summary>
    /// Whether two runs of a script that may not look at the body can differ though what they read with <c>mc.getProperty</c> is alike: it
    /// names the clock, chance, what the collector decides, or all of the request's variables.
    /// </summary>
    public static bool MayVary(string text) => Varying().IsMatch(text);

    [GeneratedRegex(
        @"\b(Date|Math|Temporal|Intl|WeakRef|FinalizationRegistry|getPropertyKeySet|getVariableKeySet|import)\b",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Varying();

    [GeneratedRegex(
        @"\bget(Payload|JsonText|Envelope|Message|Xpath|Parsed)|\baddHeader\b|\bmc\b(?!\s*\.\s*[A-Za-z])|\b(this|globalThis)\b|\\u",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reader();
}
